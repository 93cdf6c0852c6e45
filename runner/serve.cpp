// SPDX-License-Identifier: Apache-2.0
// pathproof serve: the reference, correct or broken on purpose, as somebody else's peer. It speaks
// the line protocol of PORTING.md on standard input and output, or at a socket.
#include <exception>
#include <iostream>
#include <sstream>

#include <poll.h>

#include "conformance/iut/iut.hpp"
#include "conformance/mutants/mutants.hpp"
#include "model/core/error.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/listen.hpp"
#include "runner/serve_hs.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::string protocol;
  std::string role;
  std::string mutant;
  std::string listen; // empty: standard input and output
  std::string agent;
  std::uint64_t seed = 1;
};

class Server {
public:
  Server(const Machine& machine, const Options& options)
      : model_(machine), role_(machine.description().role(options.role)),
        iut_(iut::open_iut(options.mutant.empty() ? "reference" : "reference:" + options.mutant,
                           {})) {
    // Says now, not in the first case, that there is no such mutant.
    static_cast<void>(iut_->start(machine, {.case_id = {}, .role = role_}));
  }

  // The answer to one line, its number left out. Empty: the conversation is over.
  std::string answer(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word == "hello") {
      return "hello name=pathproof-reference roles=" +
             std::string(model_.description().roles[role_]) + " overhears=yes";
    }
    if (word == "reset") {
      return reset(words);
    }
    if (word == "bye") {
      return "bye";
    }
    if (!machine_) {
      return "unsupported";
    }
    if (word == "go") {
      return text(iut_->go());
    }
    std::string error;
    const auto label = parse(line, model_.description().kinds, error);
    if (!label) {
      return "unsupported";
    }
    if ((model_.description().kinds[label->kind].seen_by >> role_ & 1U) == 0) {
      iut_->overhear(*label);
      return "quiet";
    }
    return text(iut_->give(*label));
  }

private:
  std::string reset(std::istringstream& words) {
    Configuration configuration;
    std::uint64_t seed = 0;
    std::vector<std::string> choices;
    for (std::string word; words >> word;) {
      const std::string name = word.substr(0, word.find('='));
      const std::string value = word.substr(std::min(name.size() + 1, word.size()));
      if (name == "providers") {
        configuration.instances = static_cast<unsigned>(std::stoul(value));
      } else if (name == "seed") {
        seed = std::stoull(value);
      } else if (name == "model" && value != model_.description().name) {
        return "unsupported reason=model";
      } else if (name != "case" && name != "role" && name != "model") {
        choices.push_back(word);
      }
    }
    configuration.variations = variations_of(choices, model_.description());
    if (!machine_ || machine_->configuration().instances != configuration.instances ||
        machine_->configuration().variations != configuration.variations) {
      machine_ = model_.configured(configuration);
    }
    static_cast<void>(iut_->start(*machine_, {.case_id = {}, .role = role_, .seed = seed}));
    return "ready";
  }

  std::string text(const iut::Reply& reply) const {
    return reply.kind == iut::Reply::Kind::label ? print(reply.label, model_.description().kinds)
                                                 : "quiet";
  }

  const Machine& model_;
  unsigned role_;
  std::unique_ptr<iut::Iut> iut_;
  std::unique_ptr<Machine> machine_;
};

// A line is a number and what is said. Gives the answer, with the number; false after the last.
bool converse(Server& server, const std::string& line, std::string& said) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string::npos) {
    throw UsageError("expected a number and a line of the protocol, not '" + line + "'");
  }
  const std::string answer = server.answer(line.substr(blank + 1));
  said = line.substr(0, blank) + " " + answer;
  return answer != "bye";
}

int serve_at_wire(const Options& options, const Context& context) {
  const Machine& model = find_machine(context, options.protocol);
  if (options.role != "endpoint" || model.description().name != "iucv/hs") {
    throw UsageError("--listen hs:… is for serve iucv/hs --role endpoint");
  }
  Configuration configuration;
  if (!options.mutant.empty()) {
    configuration.mutation = find_mutation(model, options.mutant);
  }
  return serve_hs(*model.configured(configuration), {options.listen, options.agent, options.seed});
}

[[noreturn]] void serve_at(const std::string& where, Server& server) {
  Listener listener(where);
  while (true) {
    pollfd ready{listener.descriptor(), POLLIN, 0};
    poll(&ready, 1, -1);
    listener.go_on([&](std::string_view line) {
      std::string said;
      bool on = false;
      try {
        on = converse(server, std::string(line), said);
      } catch (const std::exception& error) { // the fault of one peer, who is told
        said = std::string("0 ") + error.what();
      }
      listener.say(said + "\n");
      return on;
    });
  }
}

int serve(const Options& options, const Context& context) {
  if (options.listen.starts_with("hs:") || !options.agent.empty()) {
    return serve_at_wire(options, context);
  }
  Server server(find_machine(context, options.protocol), options);
  if (!options.listen.empty()) {
    serve_at(options.listen, server);
  }
  std::ios::sync_with_stdio(false);
  std::string said;
  for (std::string line; std::getline(std::cin, line);) {
    const bool on = converse(server, line, said);
    std::cout << said << '\n' << std::flush;
    if (!on) {
      break;
    }
  }
  return 0;
}

} // namespace

Action add_serve(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  Command command(
      app,
      "serve",
      "Plays one role by the reference, over the line protocol on stdin and stdout or a socket");
  command.required("model", options->protocol, "cinet, …");
  command.required("--role", options->role, "The role to play");
  command.option("--mutant", options->mutant, "A fault to play it with");
  command.option(
      "--listen",
      options->listen,
      "unix:PATH or tcp:HOST:PORT, a socket in place of stdin; for iucv/hs --role endpoint also "
      "hs:dgram:LOCAL,PEER or hs:raw:INTERFACE, to be an endpoint on that wire");
  command.option(
      "--agent",
      options->agent,
      "With --listen hs:…: unix:PATH or tcp:HOST:PORT, where somebody says what to call");
  command.option("--seed", options->seed, "With --listen hs:…: of the choices that are left open");
  return [options, context] { return serve(*options, context); };
}

} // namespace pathproof::runner
