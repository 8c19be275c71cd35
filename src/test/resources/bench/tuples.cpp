// Touches each tuple of a blob with simdjson and makes nothing of it: the limit for any parser.
// Usage: tuples BLOB RUNS SECONDS; prints how many tuples there are, then the tuples a second of each run.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <simdjson.h>

using namespace simdjson;

static size_t touched = 0;

static size_t tuples(ondemand::parser &parser, const padded_string &blob) {
  size_t count = 0;
  auto document = parser.iterate(blob);
  for (auto record : document["records"].get_array()) {
    for (auto list : record["flowRecords"]["flows"].get_array()) {
      for (auto group : list["flowGroups"].get_array()) {
        for (auto tuple : group["flowTuples"].get_array()) {
          touched += std::string_view(tuple.get_string()).size();
          count++;
        }
      }
    }
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    return 2;
  }
  padded_string blob = padded_string::load(argv[1]);
  ondemand::parser parser;
  std::printf("%zu\n", tuples(parser, blob));
  double seconds = std::atof(argv[3]);
  for (int run = 0; run < std::atoi(argv[2]); run++) {
    auto start = std::chrono::steady_clock::now();
    std::chrono::duration<double> passed{0};
    size_t count = 0;
    while (passed.count() < seconds) {
      count += tuples(parser, blob);
      passed = std::chrono::steady_clock::now() - start;
    }
    std::printf("%f\n", count / passed.count());
  }
  return touched == 0;
}
