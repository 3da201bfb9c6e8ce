// Reads one table and prints the seconds that took, the most memory that the process had (bytes), and rows
// and columns. `compare_pandas` runs it.

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <sys/resource.h>

#include "core/data/csv_reader.h"

int main(int argc, char** argv) {
    using namespace latentscape;
    if (argc < 2) {
        std::fprintf(stderr, "usage: reader_worker TABLE [THREADS]\n");
        return 2;
    }
    const auto start = std::chrono::steady_clock::now();
    try {
        const CsvResult result = readCsv(argv[1], {}, {.threads = argc > 2 ? std::atoi(argv[2]) : 0});
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        // Linux counts in units of 1,024 bytes.
        std::printf("%.4f %ld %ld %zu\n", seconds, 1024L * usage.ru_maxrss, long(result.dataset->rows()),
                    result.dataset->columns().size());
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
