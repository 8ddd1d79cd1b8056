/* Names of hosts that nobody else knows, to be preloaded into a command (LD_PRELOAD).

   HOSTS says them and their addresses: "archive.example=127.0.0.2,…". Any other name is
   asked for as ever. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

int getaddrinfo(const char *restrict name, const char *restrict service,
                const struct addrinfo *restrict hints, struct addrinfo **restrict found) {
  int (*asked)(const char *, const char *, const struct addrinfo *,
               struct addrinfo **) = dlsym(RTLD_NEXT, "getaddrinfo");
  const char *hosts = getenv("HOSTS");
  size_t size = name ? strlen(name) : 0;
  char address[64];

  for (const char *at = size ? hosts : NULL; at; at = strchr(at, ',')) {
    at += *at == ',';
    if (strncmp(at, name, size) == 0 && at[size] == '=') {
      const char *begin = at + size + 1;
      size_t length = strcspn(begin, ",");
      if (length < sizeof address) {
        memcpy(address, begin, length);
        address[length] = 0;
        return asked(address, service, hints, found);
      }
    }
  }
  return asked(name, service, hints, found);
}
