// SPDX-License-Identifier: Apache-2.0
// What users store into pages of a saved system, and what they find there. A user gets a page of
// its own when it first stores into an exclusive one; until then all have the one that was saved.
// Not modelled: what is in an SC page, and storage keys.
#pragma once

#include "model/nss/loading.hpp"

namespace pathproof::nss {

template <class D>
struct Pages {
  using L = Loading<D>;
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Value = typename S::Value;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
      for (unsigned value = 0; value <= s.scope->values; ++value) {
        stores(s, rule, page, value);
      }
      fetches(s, rule, page);
    }
    if (s.scope->pages > 0) {
      stored(s, rule);
      protection(s, rule);
      fetched(s, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        const File<D>& file = s.file[k];
        holds("shared_pages_are_one_copy",
              {&req::nss_020, &req::nss_022},
              implies(W::page_is(file.definition, page, is_shared), s.own[page].apart(file.users)));
      }
    }
    for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        const File<D>& file = s.file[k];
        const Bool fixed = W::page_is(file.definition, page, [](PageCode code) {
          return is_shared(code) && !is_writable(code);
        });
        holds(
            "shared_read_only_pages_are_as_saved",
            {&req::nss_023, &req::nss_012},
            implies(fixed, file.shared[page] == file.saved[page] && s.own[page].apart(file.users)));
      }
    }
    for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        const File<D>& file = s.file[k];
        const Bool fixed = W::page_is(file.definition, page, [](PageCode code) {
          return !is_shared(code) && !is_writable(code);
        });
        holds("exclusive_read_only_pages_are_as_saved",
              {&req::nss_020},
              implies(fixed, s.own[page].apart(file.users)));
      }
    }
    for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
      holds("pages_are_owned_by_users", {&req::nss_061}, s.own[page].within(W::all_users(s)));
    }
    if (s.scope->tallied) {
      for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
        for (unsigned k = 0; k < s.scope->files; ++k) {
          isolation(s, holds, page, k);
        }
      }
    }
    holds("stores_and_fetches_are_of_users",
          {&req::nss_006},
          implies(s.request == Request::store || s.request == Request::fetch,
                  s.asker.within(W::all_users(s))));
  }

private:
  // What a user finds in an exclusive page is what it stored there last, or what was saved:
  // whatever others do, with this copy or with another one.
  template <class Check>
  static void isolation(const S& s, Check& holds, unsigned page, unsigned k) {
    const File<D>& file = s.file[k];
    const Bool exclusive =
        W::page_is(file.definition, page, [](PageCode code) { return !is_shared(code); });
    const Set with_own = file.users & s.own[page];
    holds("exclusive_pages_are_isolated",
          {&req::nss_021, &req::nss_037, &req::nss_041},
          implies(exclusive,
                  s.right[page].agrees(s.content[page], with_own) &&
                      s.right[page].agrees(file.saved[page], file.users - with_own)));
  }

  static Bool uses(const S& s, unsigned k) {
    return s.asker.within(s.file[k].users) && !s.asker.empty();
  }

  template <class Rule>
  static void stores(const S& s, Rule& rule, unsigned page, unsigned value) {
    rule.pick({"user.store", Show::store, {&req::nss_020}, Duty::may},
              all(s.request == Request::none),
              W::all_users(s),
              [&, page, value](S& n, Set user) {
                n.request = Request::store;
                n.asker = user;
                n.asked_page = page;
                n.asked_value = value;
                return D::shows(user, page, value);
              });
  }

  template <class Rule>
  static void fetches(const S& s, Rule& rule, unsigned page) {
    Set users;
    for (unsigned k = 0; k < s.scope->files; ++k) {
      users =
          users | select(W::page_is(s.file[k].definition, page, is_known), s.file[k].users, Set());
    }
    rule.pick({"user.fetch", Show::fetch, {&req::nss_020}, Duty::may},
              all(s.request == Request::none),
              users,
              [&, page](S& n, Set user) {
                n.request = Request::fetch;
                n.asker = user;
                n.asked_page = page;
                return D::shows(user, page);
              });
  }

  // The page that is asked for, in the copy that its user has, is one of those codes.
  template <class Is>
  static Bool asked_is(const S& s, Is is) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->files; ++k) {
      for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
        found = found ||
                (uses(s, k) && s.asked_page == page && W::page_is(s.file[k].definition, page, is));
      }
    }
    return found;
  }

  template <class Rule>
  static void stored(const S& s, Rule& rule) {
    rule({"stored", Show::stored, {&req::nss_020, &req::nss_021, &req::nss_022}},
         all(s.request == Request::store,
             cited({&req::nss_012, &req::nss_020, &req::nss_023}, asked_is(s, is_writable))),
         [&](S& n) {
           for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
             const Bool here = s.asked_page == page;
             const Bool shared = here && asked_is(s, is_shared);
             const Set owner = select(here && !shared, s.asker, Set());
             n.own[page] = s.own[page] | owner;
             n.content[page].set(owner, s.asked_value);
             n.right[page].set(owner, s.asked_value);
             for (unsigned k = 0; k < s.scope->files; ++k) {
               n.file[k].shared[page] =
                   select(shared && uses(s, k), s.asked_value, s.file[k].shared[page]);
             }
           }
           L::answered(n);
           return D::shows(s.asker);
         });
  }

  template <class Rule>
  static void protection(const S& s, Rule& rule) {
    rule({"protection", Show::protection, {&req::nss_020, &req::nss_023, &req::nss_012}},
         all(s.request == Request::store, cited({&req::nss_020}, !asked_is(s, is_writable))),
         [&](S& n) {
           L::answered(n);
           return D::shows(s.asker);
         });
  }

  template <class Rule>
  static void fetched(const S& s, Rule& rule) {
    rule({"fetched",
          Show::fetched,
          {&req::nss_021,
           &req::nss_022,
           &req::nss_031,
           &req::nss_037,
           &req::nss_041,
           &req::nss_012}},
         all(s.request == Request::fetch),
         [&](S& n) {
           Value found = 0;
           for (unsigned k = 0; k < s.scope->files; ++k) {
             for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
               found = select(uses(s, k) && s.asked_page == page, held(s, k, page), found);
             }
           }
           L::answered(n);
           return D::shows(s.asker, found);
         });
  }

  static Value held(const S& s, unsigned k, unsigned page) {
    const File<D>& file = s.file[k];
    const Value own =
        select(s.asker.within(s.own[page]), s.content[page].of(s.asker), file.saved[page]);
    return select(W::page_is(file.definition, page, is_shared), file.shared[page], own);
  }
};

} // namespace pathproof::nss
