// SPDX-License-Identifier: Apache-2.0
// Where a daemon under test comes from: started by the kit, or running.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "conformance/iut/channel.hpp"
#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/listening.hpp"
#include "conformance/iut/lfp/loopback.hpp"
#include "conformance/iut/lfp/side_values.hpp"
#include "model/core/label.hpp"
#include "model/lfp/layout.hpp"

namespace pathproof::iut::lfp {

namespace profile = pathproof::lfp;

class DaemonSource {
public:
  virtual ~DaemonSource() = default;

  virtual std::string name() const = 0;

  // Empty, or why there is no daemon to judge.
  virtual std::string look() { return {}; }

  // Empty, or why there can be none on this machine.
  virtual std::string absent() { return {}; }

  // Why it cannot be shown this; empty where it can.
  virtual std::string refuses(const Label& /*label*/) const { return {}; }

  // How addresses on loopback are called where the daemon is.
  virtual Addresses addresses() const { return {}; }

  // The ports at which somebody listens where the daemon is; its own only, where that can be told.
  virtual std::set<std::uint16_t> listening() { return listening_ports(process()); }

  // Where the kit reaches a port of the daemon.
  virtual LinuxAddress way_to(std::uint16_t port) { return loopback(port); }

  // What it runs with, where the kit cannot choose.
  virtual std::optional<SideValues> fixed() const { return {}; }

  // Has it run with these values. Empty, or why it does not.
  virtual std::string run_with(const SideValues& values) = 0;

  // What the instance that it accepts says; the kit replaces the numbers.
  virtual profile::Hello hello() const = 0;

  // Whether the carrier tells the daemon who connects, whatever a hello says.
  virtual bool carrier_has_names() const { return false; }

  // A connection to it, within so many milliseconds, with the layout of its messages; as `stranger`
  // under another name than the instance's, where the carrier has names. Throws SystemFailed where
  // nobody is there.
  Carrier connect(int milliseconds, bool stranger = false);

  // Its process, or 0 where that is not known.
  virtual pid_t process() const { return 0; }

  // Asks it to end, and whether it did: empty, or what it did instead.
  virtual void stop() {}

  virtual std::string wait_for_stop() { return {}; }

  // How it ended without being asked to; empty while it runs, as far as that is known.
  virtual std::string ended() { return {}; }

  // The address that it is configured to answer to GETHOSTID; nothing where that is not known.
  virtual std::optional<std::array<std::uint8_t, 4>> host_id() const { return {}; }

  // Whether loopback is the kit's where it is.
  virtual bool shares_loopback() const { return true; }

  virtual std::string error_output() { return {}; }

  virtual void forget_output() {}

protected:
  // Messages are in this layout; without, in the profile's.
  explicit DaemonSource(std::shared_ptr<const profile::Layout> layout)
      : layout_(std::move(layout)) {}

  virtual std::string carrier() const = 0;

  // A connection to it, or an error.
  virtual Carrier open(int milliseconds, bool stranger);

  // The configuration of a daemon that the kit starts.
  std::string daemon_file(const SideValues& values) const;

  const profile::Layout* layout() const { return layout_.get(); }

  // As connect(); without a socket where nobody is there.
  Carrier try_to_connect(int milliseconds, bool stranger = false);

private:
  std::shared_ptr<const profile::Layout> layout_;
};

// As open_daemon has it. Throws UsageError.
std::unique_ptr<DaemonSource> daemon_source(std::string_view specification,
                                            const Limits& limits,
                                            std::shared_ptr<const profile::Layout> layout);

} // namespace pathproof::iut::lfp
