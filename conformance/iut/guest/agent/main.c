// SPDX-License-Identifier: Apache-2.0
// Makes the system ready: file systems, modules, interfaces, the port. Then it takes commands.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <net/if.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "conformance/iut/guest/agent/agent.h"

enum { patience_ms = 20000, interfaces_max = 16 };

// A program that may stand in the place of the agent, once the system is ready.
static const char other_tester[] = "/upper-tester";

int port = -1;
int kernel_log = -1;
static char port_path[64];

const struct verb* const verb_tables[] = {call_verbs, control_verbs, system_verbs, tap_verbs, NULL};

void input_ended(void) {
  usleep(1000);
}

// Says on the console and, where there is one, on the port why the guest cannot serve.
static void give_up(const char* format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  dprintf(port >= 0 ? port : STDERR_FILENO, "failed %s: %s\n", line, strerror(errno));
  usleep(100000);
  reboot(RB_POWER_OFF);
  _exit(1);
}

static void mount_on(const char* type, const char* place) {
  mkdir(place, 0755);
  if (mount(type, place, type, 0, NULL) != 0 && errno != EBUSY) {
    give_up("cannot mount %s", place);
  }
}

// Loads what /modules/order names, line by line.
static void load_modules(void) {
  FILE* const order = fopen("/modules/order", "re");
  char name[128];
  while (order != NULL && fscanf(order, "%127s", name) == 1) {
    char path[160];
    snprintf(path, sizeof path, "/modules/%s", name);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || (syscall(SYS_finit_module, file, "", 0) != 0 && errno != EEXIST)) {
      give_up("cannot load %s", name);
    }
    close(file);
  }
  if (order == NULL) {
    give_up("no /modules/order");
  }
  fclose(order);
}

// The port is called vportNp1, and N depends on which device was found first.
static bool find_port(void) {
  glob_t found;
  const bool there = glob("/dev/vport*p1", GLOB_NOSORT, NULL, &found) == 0 && found.gl_pathc > 0;
  if (there) {
    snprintf(port_path, sizeof port_path, "%s", found.gl_pathv[0]);
  }
  globfree(&found);
  return there;
}

static void wait_for_port(void) {
  for (int waited = 0; !find_port(); ++waited) {
    if (waited == patience_ms) {
      give_up("no port for commands");
    }
    usleep(1000);
  }
}

// Waits until the interface runs: before that, what is sent is lost.
static void wait_until_running(int control, const char* name) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  for (int waited = 0; waited < patience_ms; ++waited) {
    if (ioctl(control, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_RUNNING) != 0) {
      return;
    }
    usleep(1000);
  }
  give_up("%s does not run", name);
}

// Brings every interface up; appends " NAME=ADDRESS" for each.
static void start_interfaces(char* text, size_t room) {
  struct if_nameindex* const interfaces = if_nameindex();
  const int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  size_t length = 0;
  text[0] = '\0';
  for (int i = 0; interfaces != NULL && interfaces[i].if_index != 0; ++i) {
    const char* const name = interfaces[i].if_name;
    if (strncmp(name, "eth", 3) != 0) {
      continue;
    }
    if (bring_up(name, true) != 0) {
      give_up("cannot bring up %s", name);
    }
    wait_until_running(control, name);
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    ioctl(control, SIOCGIFHWADDR, &request);
    const uint8_t* const mac = (const uint8_t*)request.ifr_hwaddr.sa_data;
    length += (size_t)snprintf(text + length,
                               room - length,
                               " %s=%02x%02x%02x%02x%02x%02x",
                               name,
                               mac[0],
                               mac[1],
                               mac[2],
                               mac[3],
                               mac[4],
                               mac[5]);
  }
  if_freenameindex(interfaces);
  close(control);
}

// Makes a waiting call end with EINTR and does nothing else.
static void interrupted(int number) {
  (void)number;
}

int main(void) {
  mount_on("devtmpfs", "/dev");
  mount_on("proc", "/proc");
  mount_on("sysfs", "/sys");
  const int console = open("/dev/console", O_RDWR);
  for (int place = 0; console >= 0 && place <= STDERR_FILENO; ++place) {
    dup2(console, place);
  }
  kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  const struct sigaction interrupt = {.sa_handler = interrupted};
  sigaction(SIGPIPE, &ignore, NULL);
  sigaction(SIGUSR1, &interrupt, NULL); // without SA_RESTART

  load_modules();
  // Whatever the kernel logs from here on is on its consoles, and so with the kit, before anything
  // else it does.
  write_file("/proc/sys/kernel/printk", "8", 1);
  // Its router solicitations would be noise on the wire.
  write_file("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1", 1);
  write_file("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1", 1);
  wait_for_port();
  // What has come for a port is lost when it is closed, so only one program opens it.
  const bool replaced = access(other_tester, X_OK) == 0;
  if (!replaced && (port = open(port_path, O_RDWR | O_CLOEXEC)) < 0) {
    give_up("cannot open %s", port_path);
  }
  char interfaces[interfaces_max * (IFNAMSIZ + 16)];
  start_interfaces(interfaces, sizeof interfaces);
  if (replaced) {
    execl(other_tester, other_tester, port_path, (char*)NULL);
    give_up("cannot start %s", other_tester);
  }
  struct utsname names;
  uname(&names);
  dprintf(port, "ready %s%s\n", names.release, interfaces);
  serve();
}
