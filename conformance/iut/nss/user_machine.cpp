// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/nss/user_machine.hpp"

#include <csetjmp>
#include <csignal>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "conformance/iut/guardian.hpp"

namespace pathproof::iut::nss {

namespace {

using pathproof::nss::page_size;
using pathproof::nss::PageCode;

constexpr std::uint32_t order_fetch = 1;
constexpr std::uint32_t order_store = 2;
constexpr std::uint32_t order_touch = 3; // up to the page that `value` says

constexpr std::uint32_t done = 0;
constexpr std::uint32_t refused = 1;  // by the hardware
constexpr std::uint32_t not_one = 2;  // the octets of the page differ
constexpr std::uint32_t unmapped = 3; // there is no such page

constexpr int orders_descriptor = 3; // in the process, and the last that it has

// Of the process: where it goes on after a store that was refused.
sigjmp_buf after_refusal;

void on_refusal(int /*signal*/) {
  siglongjmp(after_refusal, 1);
}

// How pages of a code are mapped.
struct Mapping {
  int protection;
  int flags;
  int descriptor;
};

// What pages of the code are to the fault, if it is one of theirs.
PageCode code_with(MemoryFault fault, PageCode code) {
  if (fault == MemoryFault::exclusive_pages_shared && code == PageCode::ew) {
    return PageCode::sw;
  }
  if (fault == MemoryFault::shared_pages_private && code == PageCode::sw) {
    return PageCode::ew;
  }
  if (fault == MemoryFault::read_only_pages_writable && code == PageCode::sr) {
    return PageCode::sw;
  }
  return fault == MemoryFault::pages_without_data_saved && code == PageCode::en ? PageCode::ew
                                                                                : code;
}

Mapping mapping_of(PageCode code, const Storage& storage) {
  constexpr int read_write = PROT_READ | PROT_WRITE;
  switch (code) {
  case PageCode::sw:
  case PageCode::sn:
    return {read_write, MAP_SHARED, storage.live.descriptor()};
  case PageCode::sc:
    return {PROT_READ, MAP_SHARED, storage.live.read_only()};
  case PageCode::sr:
    return {PROT_READ, MAP_SHARED, storage.image.read_only()};
  case PageCode::ew:
    return {read_write, MAP_PRIVATE, storage.image.read_only()};
  case PageCode::er:
    return {PROT_READ, MAP_PRIVATE, storage.image.read_only()};
  case PageCode::rest_shared:
    return {PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1};
  case PageCode::en:
  case PageCode::rest_exclusive:
    break;
  }
  return {read_write, MAP_PRIVATE | MAP_ANONYMOUS, -1};
}

bool map(const PageRange& range, const Storage& storage) {
  const Mapping how = mapping_of(code_with(storage.fault, range.code), storage);
  const std::size_t begin = std::size_t{range.first} * page_size;
  const std::size_t size = (std::size_t{range.last} - range.first + 1) * page_size;
  char* const address = storage.begin + begin;
  const off_t offset = how.descriptor < 0 ? 0 : static_cast<off_t>(begin);
  return mmap(address, size, how.protection, how.flags | MAP_FIXED, how.descriptor, offset) ==
         address;
}

} // namespace

UserMachine::UserMachine(const Storage& storage) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  orders_ = Descriptor(ends[0]);
  const Descriptor theirs(ends[1]);
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ < 0) {
    throw std::system_error(errno, std::generic_category(), "fork of a user machine");
  }
  if (process_ == 0) {
    // From here on only async-signal-safe calls: other threads of the kit may have held locks.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
      _exit(1);
    }
    run(storage, theirs.get());
  }
}

UserMachine::~UserMachine() {
  kill(process_, SIGKILL);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void UserMachine::run(const Storage& storage, int orders) {
  for (const PageRange& range : storage.ranges) {
    if (!map(range, storage)) {
      _exit(1);
    }
  }

  struct sigaction refusal {};

  refusal.sa_handler = on_refusal;
  refusal.sa_flags = SA_NODEFER; // it does not come back
  // One that came to a descriptor of 0 to 3 is a copy afterwards; the others are closed.
  if (sigaction(SIGSEGV, &refusal, nullptr) < 0 || dup2(orders, orders_descriptor) < 0) {
    _exit(1);
  }
  close_descriptors_from(orders_descriptor + 1);
  Order order;
  while (read(orders_descriptor, &order, sizeof order) == sizeof order) {
    const Answer answer = perform(storage, order);
    if (write(orders_descriptor, &answer, sizeof answer) != sizeof answer) {
      break;
    }
  }
  _exit(0);
}

UserMachine::Answer UserMachine::perform(const Storage& storage, const Order& order) {
  bool there = false;
  for (const PageRange& range : storage.ranges) {
    there = there || (range.first <= order.page && order.page <= range.last);
  }
  if (!there) {
    return {.outcome = unmapped};
  }
  auto* const page =
      reinterpret_cast<volatile std::uint8_t*>(storage.begin + std::size_t{order.page} * page_size);
  if (sigsetjmp(after_refusal, 0) != 0) {
    return {.outcome = refused};
  }
  if (order.what == order_touch) {
    std::uint32_t read = 0;
    for (std::size_t i = order.page; i <= order.value; ++i) {
      read += page[(i - order.page) * page_size];
    }
    return {.outcome = done, .value = read};
  }
  if (order.what == order_store) {
    for (std::size_t i = 0; i < page_size; ++i) {
      page[i] = static_cast<std::uint8_t>(order.value);
    }
    return {};
  }
  for (std::size_t i = 0; i < page_size; ++i) {
    if (page[i] != page[0]) {
      return {.outcome = not_one};
    }
  }
  return {.outcome = done, .value = page[0]};
}

UserMachine::Answer UserMachine::ask(const Order& order) {
  Answer answer;
  if (send(orders_.get(), &order, sizeof order, MSG_NOSIGNAL) != sizeof order ||
      recv(orders_.get(), &answer, sizeof answer, MSG_WAITALL) != sizeof answer) {
    throw std::runtime_error("a user machine has ended by itself");
  }
  if (answer.outcome == unmapped) {
    throw std::runtime_error("a user machine has no page " + std::to_string(order.page));
  }
  return answer;
}

std::optional<std::uint8_t> UserMachine::fetch(std::uint32_t page) {
  const Answer answer = ask({order_fetch, page, 0});
  return answer.outcome == done ? std::optional(static_cast<std::uint8_t>(answer.value))
                                : std::nullopt;
}

void UserMachine::touch(std::uint32_t first, std::uint32_t last) {
  ask({order_touch, first, last});
}

bool UserMachine::store(std::uint32_t page, std::uint8_t value) {
  return ask({order_store, page, value}).outcome == done;
}

} // namespace pathproof::iut::nss
