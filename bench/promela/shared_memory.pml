/* SPDX-License-Identifier: Apache-2.0
 *
 * SIOCSMOCTL under Common INET: one application socket, one shared memory
 * object, N transport providers.  README.md says how a state of this model
 * corresponds to a state of the kit's own model, and how to run it.
 *
 *   -DN=3           number of providers, 1 to 8
 *   -DORDER_FIXED   the layer asks the lowest provider first; without it the
 *                   order is unspecified (CINET-107), so any order is tried
 *   -DCHECK         the safety properties, as assertions
 *
 * The model is one process with one loop.  Each option of the loop is a d_step,
 * so each option is exactly one transition and every stored state is a state
 * at the head of the loop.  Nothing but the variables below is in a state.
 */

#ifndef N
#define N 2
#endif
#if N < 1 || N > 8
#error "N must be 1 to 8: a set of providers is kept in one byte"
#endif

/* A set of providers is a bit mask. */
#define BIT(i)         (1 << (i))
#define ALL            (BIT(N) - 1)
#define BELOW(i)       (BIT(i) - 1)
#define HAS(set, i)    (((set) & BIT(i)) != 0)
#define WITHOUT(set, m) ((set) & (ALL - (m)))

/* One option of the loop for each provider. */
#define EACH_1(step) :: step(0)
#define EACH_2(step) EACH_1(step) :: step(1)
#define EACH_3(step) EACH_2(step) :: step(2)
#define EACH_4(step) EACH_3(step) :: step(3)
#define EACH_5(step) EACH_4(step) :: step(4)
#define EACH_6(step) EACH_5(step) :: step(5)
#define EACH_7(step) EACH_6(step) :: step(6)
#define EACH_8(step) EACH_7(step) :: step(7)
#define JOIN_(a, b)  a##b
#define JOIN(a, b)   JOIN_(a, b)
#define EACH(step)   JOIN(EACH_, N)(step)

mtype:calls  = { no_call, create, attach, detach, close, local_call };
mtype:phases = { idle, calling, asked, interrupted, failed };

#define PROVIDER_FAILED  1
#define NO_PROVIDER      12

byte up = ALL;                     /* active providers */
byte instances;                    /* providers with a sub-instance of the socket */
byte access;                       /* providers with access to the object */

mtype:calls  call  = no_call;      /* the call in progress */
mtype:phases phase = idle;
byte code;                         /* its failure, or 0 */
byte remaining;                    /* providers still to be asked in it */
byte visited;                      /* providers asked in it */
byte last;                         /* the provider asked last in it: one bit, or 0 */

bit is_open;
bit duplicated;                    /* two descriptors for the one socket */
bit attached;                      /* the application was told that attach succeeded */
bit must_detach;                   /* an attach failed; its detach has not returned */
bit barred;                        /* an attach has failed at some time (SMO-044); no guard
                                    * reads it, and spin leaves a variable that is written
                                    * and never read out of the state, so its own
                                    * assignment reads it */

/* ---- safety properties ------------------------------------------------- */

#ifdef CHECK
/* After every step.  SMO-041: all or none, wherever the application may act freely;
 * and which of the two is what the application was told. */
#define CHECK_STATE                                                             \
  assert(phase != idle || must_detach || access == 0 || access == instances);  \
  assert(phase != idle || must_detach ||                                       \
         access == (attached -> instances : 0));                               \
  assert((access & instances) == access && (instances & up) == instances);     \
  assert((remaining & up) == remaining && (remaining & visited) == 0);         \
  assert(!must_detach || (barred && !attached))
/* SMO-042: a failed attach and the detach that answers it leave no access. */
#define CHECK_DETACHED  assert(!must_detach || access == 0)
/* CINET-102: no provider is asked after one has failed. */
#define CHECK_ASK(i)    assert(code == 0 && !HAS(visited, i))
#else
#define CHECK_STATE     skip
#define CHECK_DETACHED  skip
#define CHECK_ASK(i)    skip
#endif

/* ---- a call begins and ends --------------------------------------------- */

inline begin(what, whom)
{
  call = what;
  phase = calling;
  remaining = whom
}

inline reset()
{
  call = no_call;
  phase = idle;
  code = 0;
  remaining = 0;
  visited = 0;
  last = 0;
  CHECK_STATE
}

/* ---- application --------------------------------------------------------- */

inline app_socket()                /* CINET-010, CINET-012, CINET-025 */
{
  d_step {
    phase == idle && !must_detach && !is_open ->
    is_open = 1;
    begin(create, up);
    if
    :: up == 0 -> phase = failed; code = NO_PROVIDER
    :: else
    fi;
    CHECK_STATE
  }
}

inline app_close_last()            /* SMO-021, SMO-028 */
{
  d_step {
    phase == idle && !must_detach && is_open && !duplicated ->
    begin(close, instances);
    CHECK_STATE
  }
}

inline app_close_duplicate()       /* SMO-028: another descriptor is left */
{
  d_step {
    phase == idle && !must_detach && is_open && duplicated ->
    duplicated = 0;
    begin(local_call, 0);
    CHECK_STATE
  }
}

inline app_dup2()
{
  d_step {
    phase == idle && !must_detach && is_open && !duplicated ->
    duplicated = 1;
    begin(local_call, 0);
    CHECK_STATE
  }
}

inline app_attach()
{
  d_step {
    phase == idle && !must_detach && is_open && !attached && instances != 0 ->
    begin(attach, instances);
    CHECK_STATE
  }
}

inline app_detach()
{
  d_step {
    phase == idle && !must_detach && attached ->
    begin(detach, instances);
    CHECK_STATE
  }
}

inline app_detach_at_once()        /* SMO-042: the only call open to it */
{
  d_step {
    phase == idle && must_detach ->
    begin(detach, instances);
    CHECK_STATE
  }
}

/* ---- layer --------------------------------------------------------------- */

#ifdef ORDER_FIXED
#define IS_NEXT(i)  (HAS(remaining, i) && (remaining & BELOW(i)) == 0)
#else
#define IS_NEXT(i)  HAS(remaining, i)
#endif

#define MAY_GO_ON   (phase == calling || phase == interrupted)

inline layer_ask(i)                /* CINET-100, CINET-101, CINET-107 */
{
  d_step {
    MAY_GO_ON && call != local_call && IS_NEXT(i) ->
    CHECK_ASK(i);
    last = BIT(i);
    visited = visited | BIT(i);
    remaining = WITHOUT(remaining, BIT(i));
    phase = asked;
    CHECK_STATE
  }
}

inline layer_return_success()      /* CINET-105 */
{
  d_step {
    MAY_GO_ON && remaining == 0 ->
    if
    :: call == close  -> is_open = 0; attached = 0
    :: call == attach -> attached = 1
    :: call == detach -> CHECK_DETACHED; attached = 0; must_detach = 0
    :: else           /* create, local_call */
    fi;
    reset()
  }
}

inline layer_return_failure()      /* CINET-102, CINET-103, CINET-104 */
{
  d_step {
    phase == failed ->
    if
    :: call == create -> is_open = 0
    :: call == attach -> must_detach = 1; barred = barred | 1   /* see barred */
    :: call == detach -> CHECK_DETACHED; attached = 0; must_detach = 0
    :: else
    fi;
    reset()
  }
}

/* ---- provider ------------------------------------------------------------ */

inline provider_done()             /* SMO-020, SMO-021; SMO-043: a detach of nothing succeeds */
{
  d_step {
    phase == asked ->
    if
    :: call == create -> instances = instances | last
    :: call == close  -> instances = WITHOUT(instances, last); access = WITHOUT(access, last)
    :: call == attach -> access = access | last
    :: call == detach -> access = WITHOUT(access, last)
    fi;
    phase = calling;
    CHECK_STATE
  }
}

inline provider_failed()           /* an attach is the one call that may fail */
{
  d_step {
    phase == asked && call == attach ->
    phase = failed;
    code = PROVIDER_FAILED;
    CHECK_STATE
  }
}

/* ---- operator ------------------------------------------------------------ */

inline operator_start(i)           /* CINET-012: no sub-instance of a socket that exists */
{
  d_step {
    call != create && !HAS(up, i) ->
    up = up | BIT(i);
    CHECK_STATE
  }
}

inline operator_stop(i)
{
  d_step {
    HAS(up, i) &&
      !(phase == asked && last == BIT(i) && (call == create || call == close)) ->
    up = WITHOUT(up, BIT(i));
    instances = WITHOUT(instances, BIT(i));
    access = WITHOUT(access, BIT(i));
    remaining = WITHOUT(remaining, BIT(i));
    if
    :: phase == asked && last == BIT(i) -> phase = interrupted
    :: else
    fi;
    CHECK_STATE
  }
}

active proctype common_inet()
{
  do
  :: app_socket()
  :: app_close_last()
  :: app_close_duplicate()
  :: app_dup2()
  :: app_attach()
  :: app_detach()
  :: app_detach_at_once()
  EACH(layer_ask)
  :: layer_return_success()
  :: layer_return_failure()
  :: provider_done()
  :: provider_failed()
  EACH(operator_start)
  EACH(operator_stop)
  od
}
