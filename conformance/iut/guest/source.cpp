// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <functional>
#include <utility>

#include "conformance/iut/guest/guest.hpp"
#include "model/core/digest.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {
namespace {

// All that a snapshot depends on.
std::string identity(const GuestImage& image, const GuestPlan& plan) {
  std::string text = image.initramfs + "\n" + image.release + "\n" + image.qemu + "\n" +
                     std::to_string(plan.memory_mib) + "\n" + plan.kernel_options +
                     (plan.reaches_host ? "\nhost" : "");
  for (const GuestDevice& device : plan.devices) {
    text += "\n" + device.user_id + " " + std::to_string(device.mtu);
  }
  return text;
}

void check(const GuestPlan& plan) {
  if (plan.devices.empty() || plan.devices.size() > 16) {
    throw UsageError("a guest has one to 16 devices");
  }
  for (const GuestDevice& device : plan.devices) {
    mac_address(device.user_id);
    if (device.mtu < 1500 || device.mtu > 65535) {
      throw UsageError("the MTU of a guest's device is 1500 to 65535");
    }
  }
  if (plan.memory_mib < 128) {
    throw UsageError("a guest needs at least 128 MiB of memory");
  }
}

} // namespace

GuestSource::GuestSource(const std::string& cache, GuestPlan plan, const GuestLimits& limits)
    : plan_(std::move(plan)), limits_(limits) {
  check(plan_);
  image_ = prepare_guest_image(cache);
  snapshot_ = image_.cache + "/snapshot-" + to_digits(digest(identity(image_, plan_)));
}

std::unique_ptr<Guest> GuestSource::fresh() {
  std::error_code ignored;
  if (std::filesystem::exists(snapshot_, ignored)) {
    try {
      return std::make_unique<Guest>(image_, plan_, limits_, snapshot_);
    } catch (const GuestFailed&) {
      // A file that was damaged: the next one is new.
      std::filesystem::remove(snapshot_, ignored);
    }
  }
  // The one that was saved is given away too: it is as fresh as the others.
  auto guest = std::make_unique<Guest>(image_, plan_, limits_);
  guest->save(snapshot_);
  return guest;
}

} // namespace pathproof::iut
