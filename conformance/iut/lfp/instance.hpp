// SPDX-License-Identifier: Apache-2.0
// The reference LFP instance: programs of this machine make socket calls of it, and a daemon
// performs them. What a program has for a socket is one end of a pair; the other end is here.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/lfp/datagrams.hpp"
#include "conformance/iut/lfp/events.hpp"
#include "conformance/iut/lfp/flow.hpp"
#include "conformance/iut/lfp/linux_calls.hpp"
#include "conformance/iut/lfp/local.h"
#include "conformance/iut/lfp/path.hpp"
#include "conformance/iut/lfp/program_pair.hpp"
#include "conformance/iut/lfp/turns.hpp"

namespace pathproof::iut::lfp {

struct InstanceSettings {
  std::string carrier; // of the daemon: unix:PATH, tcp:HOST:PORT or iucv
  IucvEnds iucv{};     // names, for that one
  std::string local;   // path of the Unix socket for programs
  profile::Hello ours{};
  std::shared_ptr<const profile::Layout> layout{}; // of messages on the carrier; or the profile's
  std::uint64_t buffer_ceiling = 0; // octets that all windows together may promise [LFP-174]
  int path_loss_error = 0; // Linux's number of what calls end with when the path is lost [LFP-170]
  std::function<void(const std::string&)> log = [](const std::string&) {};
};

class Instance {
public:
  // Throws UsageError where nobody can be listened to.
  explicit Instance(InstanceSettings settings);
  ~Instance();

  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  // Connects to the daemon, for so long again and again. Empty, or why there is no path. Where
  // run() has a descriptor to stop by, that ends the wait for an answer too.
  std::string start(int patience_ms);

  // Serves until `stop`, a descriptor, is readable.
  void run(int stop);

  bool has_path() const { return path_ != nullptr && path_->is_open(); }

private:
  struct Client { // a program that waits for an answer
    Descriptor connection{};
    std::uint32_t task = 0;
  };

  struct Asked { // a request to the daemon
    profile::Call call{};
    std::uint64_t client = 0; // 0: nobody waits for it
    std::uint32_t socket = 0;
    std::uint32_t generation = 0; // of that socket
    std::uint32_t argument = 0;
    bool unblocking = false; // a connect that its program does not wait for
    bool begins = false;     // … that is the socket's first
  };

  struct Socket {
    Socket(Path& path, std::uint32_t number) : flow(path, number), datagrams(path, flow) {}

    std::uint32_t number() const { return flow.socket(); }

    Flow flow;
    std::uint32_t generation = 0;
    std::uint32_t task = 0;
    Descriptor ours{};
    Descriptor theirs{}; // until the program has it
    bool connecting = false;
    bool connected = false;
    bool listening = false;
    bool readable = false;
    bool hung_up = false; // the program sends no more: its end is to be read
    bool closing = false;
    bool shut_by_program = false;
    bool over = false; // the daemon sends no more
    bool over_told = false;
    bool was_reset = false;   // the program was told, and its end is shut down in both directions
    int error = 0;            // of a connect, or of the data, for SO_ERROR
    std::uint32_t filled = 0; // octets of no meaning in the pair, until connect is done
    std::uint32_t backlog = 0;
    std::uint32_t accepting = 0; // ACCEPTs outstanding
    std::uint32_t delivered = 0; // connections that its program may not have taken yet
    std::deque<std::pair<Descriptor, lfp_local_arrival>> arrivals{};
    ForDatagrams kind{};
    Datagrams datagrams;
    std::list<std::vector<std::uint8_t>> records{}; // for the program, which has no room for them

    bool stream() const { return kind.largest == 0; }
  };

  int patience_ms() const;
  void serve_path();
  void end_path(const std::string& why);

  // Programs (instance_local.cpp).
  void take_client();
  void hear_client(std::uint64_t id);
  void drop_client(std::uint64_t id);
  void call(std::uint64_t id, const lfp_local_request& wanted);
  void answer(std::uint64_t id, const lfp_local_answer& made, int descriptor = -1);
  void answer_error(std::uint64_t id, int error);
  int own_option(Socket& one, const lfp_local_request& wanted, lfp_local_answer& made);

  // The daemon (instance_path.cpp).
  bool handle(const profile::Message& message);
  bool response(const profile::Message& message);
  void request(profile::Call call,
               std::uint64_t client,
               std::uint32_t socket,
               profile::CallBody body = {},
               std::span<const std::uint8_t> text = {},
               bool unblocking = false);
  void connected(Socket& one, const Asked& asked, int error);
  void accepted(Socket* listener, const Asked& asked, const profile::CallBody& body, int error);
  bool accept(Socket& listener, std::uint64_t client);
  void accept_ahead(Socket& listener);
  void deliver(Socket& listener);
  std::string data(const profile::Message& message);
  std::string credit(const profile::Message& message);
  std::string end(const profile::Message& message);

  // Datagrams (instance_datagrams.cpp).
  bool pump_datagram(Socket& one);
  void take_datagram(Socket& one);
  void keep_datagram(Socket& one, const lfp_local_datagram& header);
  void write_records(Socket& one);

  // Sockets (instance.cpp).
  Socket* find(std::uint32_t number);
  Socket* find(std::uint32_t number, std::uint32_t generation);
  Socket* make(std::uint32_t task);
  void close(Socket& one);
  void release(std::uint32_t number);
  void event(std::uint64_t carried, std::uint32_t events);
  void pump(Socket& one);
  bool pump_once(Socket& one);
  void program_is_done(Socket& one);
  void look_at_resets();
  void write_rest(Socket& one);

  InstanceSettings settings_;
  int stop_ = -1; // readable when it has to end
  Events events_;
  Descriptor listener_;
  std::unique_ptr<Path> path_;
  std::uint64_t clients_made_ = 0;
  std::map<std::uint64_t, Client> clients_;
  std::uint32_t requests_made_ = 0;
  std::map<std::uint32_t, Asked> asked_;
  std::vector<std::unique_ptr<Socket>> sockets_;
  std::vector<std::uint8_t> record_; // of a program, that is just being read
  std::vector<std::uint32_t> free_numbers_;
  std::uint32_t generations_ = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> starved_; // listeners, for want of numbers
  std::vector<std::pair<std::uint32_t, std::uint32_t>> resets_;  // numbers and generations
  std::chrono::steady_clock::time_point next_look_{};            // at those
  Turns turns_;
};

} // namespace pathproof::iut::lfp
