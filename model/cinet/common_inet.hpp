// SPDX-License-Identifier: Apache-2.0
// Common INET as a whole: the rule files together, the invariants over them, and the scopes.
#pragma once

#include "model/cinet/asynchronous_io.hpp"
#include "model/cinet/faults.hpp"
#include "model/cinet/ioctl.hpp"
#include "model/cinet/providers.hpp"
#include "model/cinet/shared_memory.hpp"
#include "model/cinet/sockets.hpp"

namespace pathproof::cinet {

// A structural wrapper, so that each scope is a type of its own with a name.
struct Named {
  std::string_view name;
  std::string_view summary;
  Scope scope;
};

inline constexpr Named whole{"cinet",
                             "all of Common INET together; what implementations are judged by",
                             {.sockets = 4,
                              .objects = 2,
                              .affinity = true,
                              .ioctls = true,
                              .listeners = true,
                              .connections = true,
                              .asynchronous_io = true,
                              .recycle = true,
                              .queries = true,
                              .codes = 10}};
inline constexpr Named sockets_only{"cinet/sockets",
                                    "sub-instances, affinity, duplicated descriptors, close",
                                    {.sockets = 2, .affinity = true}};
inline constexpr Named ioctl_only{"cinet/ioctl",
                                  "an ioctl is propagated until the first failure",
                                  {.sockets = 2, .affinity = true, .ioctls = true, .codes = 3}};
inline constexpr Named shared_memory_only{
    "cinet/shared_memory",
    "attach and detach on one ancillary socket: all providers or none",
    {.sockets = 1, .objects = 1}};
inline constexpr Named objects_only{"cinet/objects",
                                    "several objects on a socket, and who has access to each",
                                    {.sockets = 1, .objects = 2, .queries = true}};
inline constexpr Named asynchronous_io_only{"cinet/asynchronous_io",
                                            "AioCommBuff only while an object is attached",
                                            {.sockets = 2, .objects = 1, .asynchronous_io = true}};
inline constexpr Named providers_only{"cinet/providers",
                                      "connections from every provider, SO_EIOIFNEWTP",
                                      {.sockets = 2, .listeners = true, .connections = true}};
inline constexpr Named recycle_only{
    "cinet/recycle",
    "the four steps after a provider was recycled: the others keep access",
    {.sockets = 3, .objects = 1, .listeners = true, .recycle = true}};

template <const Named& named>
struct CommonInet {
  static constexpr Scope scope = named.scope;
  static constexpr std::string_view name = named.name;
  static constexpr std::string_view summary = named.summary;
  static constexpr auto roles = role_names;
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = req::all;
  static constexpr auto variation_points = cinet::variation_points;
  static constexpr auto planted = planted_faults;

  template <class D>
  using State = cinet::State<D, scope>;
  template <class D>
  using Parameters = cinet::Parameters<D>;

  // All configured providers are active, nothing is open.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> s;
    s.up = p.instances;
    return s;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Sockets<D, scope>::rules(s, p, rule);
    Ioctl<D, scope>::rules(s, p, rule);
    Providers<D, scope>::rules(s, p, rule);
    if constexpr (scope.objects > 0) {
      SharedMemory<D, scope>::rules(s, p, rule);
    }
    if constexpr (scope.asynchronous_io) {
      AsynchronousIo<D, scope>::rules(s, p, rule);
    }
  }

  template <class D, class Rule>
  static void faults(const State<D>& s, const Parameters<D>& p, Rule& rule) {
    Faults<D, scope>::rules(s, p, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>& p, Check& holds) {
    Invariants<D>::propagation(s, holds);
    Invariants<D>::sockets(s, p, holds);
    if constexpr (scope.objects > 0) {
      SharedMemory<D, scope>::invariants(s, holds);
    }
    if constexpr (scope.asynchronous_io) {
      AsynchronousIo<D, scope>::invariants(s, holds);
    }
    if constexpr (scope.recycle) {
      Invariants<D>::recycle(s, holds);
    }
  }

private:
  template <class D>
  struct Invariants {
    using S = State<D>;
    using Bool = typename D::Bool;

    template <class Check>
    static void propagation(const S& s, Check& holds) {
      holds("nobody_is_asked_twice",
            {&req::cinet_100, &req::cinet_106},
            s.visited.apart(s.remaining));
      holds("one_after_another", {&req::cinet_100}, s.asked.lone() && s.asked.within(s.visited));
      holds("failure_stops_the_propagation",
            {&req::cinet_102, &req::cinet_103},
            implies(!(s.code == 0) && !s.asked.empty(), s.phase == Phase::failed));
      holds("success_visits_everyone",
            {&req::cinet_101},
            implies(s.phase == Phase::idle, s.remaining.empty()));
    }

    template <class Check>
    static void sockets(const S& s, const Parameters<D>& p, Check& holds) {
      for (const Socket<D>& socket : s.sockets) {
        holds("sub_instances_are_active",
              {&req::cinet_010, &req::cinet_012},
              socket.instances.within(s.up));
      }
      for (const Socket<D>& socket : s.sockets) {
        holds("closed_sockets_have_no_sub_instances",
              {&req::cinet_011, &req::smo_028},
              implies(!socket.open, socket.instances.empty()));
      }
      holds("active_providers_are_configured", {&req::cinet_010}, s.up.within(p.instances));
      if constexpr (scope.affinity) {
        holds("affinity_is_to_one_provider", {&req::cinet_060, &req::cinet_062}, s.affinity.lone());
      }
      if constexpr (scope.listeners) {
        for (const Socket<D>& socket : s.sockets) {
          holds("eio_only_where_asked_for",
                {&req::cinet_082, &req::cinet_084},
                implies(socket.due, socket.notify));
        }
      }
      if constexpr (scope.connections) {
        for (const Socket<D>& socket : s.sockets) {
          holds("connections_wait_where_the_socket_is",
                {&req::cinet_016, &req::cinet_090},
                socket.arrived.within(socket.instances));
        }
      }
    }

    template <class Check>
    static void recycle(const S& s, Check& holds) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        holds("survivors_keep_access",
              {&req::smo_057, &req::smo_025},
              implies(!(s.recycle == Recycle::none), s.survivors[o].within(access_to(s, o))));
      }
    }
  };
};

using CommonInetWhole = CommonInet<whole>;
using SocketsModel = CommonInet<sockets_only>;
using IoctlModel = CommonInet<ioctl_only>;
using SharedMemoryModel = CommonInet<shared_memory_only>;
using ObjectsModel = CommonInet<objects_only>;
using AsynchronousIoModel = CommonInet<asynchronous_io_only>;
using ProvidersModel = CommonInet<providers_only>;
using RecycleModel = CommonInet<recycle_only>;

} // namespace pathproof::cinet
