// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lwip_instance.hpp"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "conformance/iut/descriptor.hpp"
#include "conformance/iut/real_stack.hpp"

namespace pathproof::iut {

namespace {

constexpr const char* library_name = "liblwip.so.0";

// The library's own words come first, not those of others with the same names. Sanitizers refuse
// that, and no library that they are used with has such names.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int loading = RTLD_NOW | RTLD_LOCAL;
#else
constexpr int loading = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif

[[noreturn]] void refuse(const std::string& why) {
  throw NoStacks("cannot have lwIP (package liblwip0): " + why);
}

// Where the system keeps the library. To be asked before there is a copy, which has the same name.
std::string library_path() {
  void* const found = dlopen(library_name, RTLD_LAZY | RTLD_LOCAL);
  if (found == nullptr) {
    refuse(dlerror());
  }
  link_map* map = nullptr;
  std::string path;
  if (dlinfo(found, RTLD_DI_LINKMAP, &map) == 0) {
    path = map->l_name;
  }
  dlclose(found);
  return path;
}

// A copy is another file, so that the loader takes it for another library. It stays open: a second
// file by the same path in /proc would be taken for the first.
void* load_copy() {
  static const std::string path = library_path();
  static std::vector<Descriptor> copies;
  static std::mutex one_at_a_time;
  const std::lock_guard hold(one_at_a_time);
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const Descriptor& copy = copies.emplace_back(memfd_create("lwip", MFD_CLOEXEC));

  struct stat about {};

  if (!file || !copy || fstat(file.get(), &about) != 0) {
    refuse("cannot copy " + path);
  }
  for (off_t done = 0; done < about.st_size;) {
    const ssize_t count =
        sendfile(copy.get(), file.get(), &done, static_cast<std::size_t>(about.st_size - done));
    if (count <= 0) {
      refuse("cannot copy " + path);
    }
  }
  void* const loaded = dlopen(("/proc/self/fd/" + std::to_string(copy.get())).c_str(), loading);
  if (loaded == nullptr) {
    refuse(dlerror());
  }
  return loaded;
}

} // namespace

struct LwipInstance::Locked {
  explicit Locked(const LwipInstance& instance) : instance_(instance) { instance_.lock_(); }

  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

  ~Locked() { instance_.unlock_(); }

  const LwipInstance& instance_;
};

template <class Function>
void LwipInstance::find(Function*& function, const char* name) const {
  function = reinterpret_cast<Function*>(dlsym(library_, name));
  if (function == nullptr) {
    refuse(std::string("its library has no ") + name);
  }
}

LwipInstance::LwipInstance() : library_(load_copy()) {
  find(calls_.bind, "lwip_bind");
  find(calls_.listen, "lwip_listen");
  find(calls_.accept, "lwip_accept");
  find(calls_.connect, "lwip_connect");
  find(calls_.send, "lwip_send");
  find(calls_.receive, "lwip_recv");
  find(calls_.poll, "lwip_poll");
  find(calls_.get_option, "lwip_getsockopt");
  find(calls_.set_option, "lwip_setsockopt");
  find(calls_.name, "lwip_getsockname");
  find(calls_.fcntl, "lwip_fcntl");
  find(calls_.ioctl, "lwip_ioctl");
  find(calls_.close, "lwip_close");
  find(socket_, "lwip_socket");
  find(tcpip_init_, "tcpip_init");
  find(tcpip_input_, "tcpip_input");
  find(netif_add_, "netif_add");
  find(netif_remove_, "netif_remove");
  find(netif_set_default_, "netif_set_default");
  find(netif_set_up_, "netif_set_up");
  find(netif_set_down_, "netif_set_down");
  find(netif_set_link_up_, "netif_set_link_up");
  find(netif_find_, "netif_find");
  find(pbuf_alloc_, "pbuf_alloc");
  find(pbuf_take_, "pbuf_take");
  find(pbuf_free_, "pbuf_free");
  find(pbuf_copy_partial_, "pbuf_copy_partial");
  find(lock_, "sys_lock_tcpip_core");
  find(unlock_, "sys_unlock_tcpip_core");

  struct Begun {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
  } begun;

  tcpip_init_(
      [](void* argument) {
        auto& one = *static_cast<Begun*>(argument);
        const std::lock_guard hold(one.mutex);
        one.done = true;
        one.changed.notify_one();
      },
      &begun);
  std::unique_lock hold(begun.mutex);
  begun.changed.wait(hold, [&] { return begun.done; });
}

StackSocket LwipInstance::socket(int& error) const {
  const int number = socket_(AF_INET, SOCK_STREAM, 0);
  error = number >= 0 ? 0 : errno;
  return {calls_, number};
}

err_t LwipInstance::begin(netif* interface) {
  interface->name[0] = 'p';
  interface->name[1] = 'p';
  interface->mtu = RealStack::default_mtu;
  interface->output = output;
  return ERR_OK;
}

// On a thread that holds the lock of the sender. The receiver has its packets in a queue of its own
// and is not locked; a full queue loses them, as a wire would.
err_t LwipInstance::output(netif* interface, pbuf* packet, const ip4_addr_t*) {
  auto& self = *static_cast<LwipInstance*>(interface->state);
  LwipInstance* const other = self.other_;
  std::array<unsigned char, 65'535> octets; // as long as a packet can be
  if (other != nullptr) {
    other->take(octets.data(), self.pbuf_copy_partial_(packet, octets.data(), packet->tot_len, 0));
  }
  return ERR_OK;
}

void LwipInstance::take(const void* octets, u16_t size) {
  if (other_ == nullptr) {
    return; // it has no interface yet, or no more
  }
  pbuf* const packet = pbuf_alloc_(PBUF_RAW, size, PBUF_RAM);
  if (packet == nullptr) {
    return;
  }
  if (pbuf_take_(packet, octets, size) != ERR_OK || tcpip_input_(packet, &netif_) != ERR_OK) {
    pbuf_free_(packet);
  }
}

void LwipInstance::add_interface(in_addr_t address, LwipInstance& other) {
  const ip4_addr_t home{address};
  const ip4_addr_t mask{htonl(0xFFFFFF00U)};
  const ip4_addr_t none{0};
  const Locked locked(*this);
  netif_add_(&netif_, &home, &mask, &none, this, begin, tcpip_input_);
  netif_.num = 0; // lwIP would go on counting from the interface that there was before
  other_ = &other;
  netif_set_default_(&netif_);
  netif_set_link_up_(&netif_);
  netif_set_up_(&netif_);
}

void LwipInstance::remove_interface() {
  const Locked locked(*this);
  other_ = nullptr;
  if (interface() != nullptr) {
    netif_remove_(&netif_);
  }
}

netif* LwipInstance::interface() {
  return netif_find_(RealStack::interface);
}

int LwipInstance::set_up(bool up) {
  const Locked locked(*this);
  netif* const found = interface();
  if (found == nullptr) {
    return ENODEV;
  }
  (up ? netif_set_up_ : netif_set_down_)(found);
  return 0;
}

int LwipInstance::set_mtu(int mtu) {
  const Locked locked(*this);
  netif* const found = interface();
  if (found == nullptr) {
    return ENODEV;
  }
  found->mtu = static_cast<u16_t>(mtu);
  return 0;
}

std::optional<int> LwipInstance::read_mtu() {
  const Locked locked(*this);
  const netif* const found = interface();
  return found == nullptr ? std::nullopt : std::optional<int>(found->mtu);
}

} // namespace pathproof::iut
