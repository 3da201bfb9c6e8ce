// Reads whatever the fuzzer makes up. The first byte chooses options; the rest is the file. A table or one
// Error is right, and so is the same from blocks of a few bytes.

#include <cstdint>
#include <cstdlib>
#include <optional>

#include "core/data/csv_reader.h"

namespace {

using namespace latentscape;

std::optional<CsvResult> read(const std::string& text, const CsvOptions& options,
                              const ReadControl& control) {
    try {
        return readCsvText(text, "fuzz.csv", options, control);
    } catch (const Error&) {
        return std::nullopt;
    }
}

void require(bool holds) {
    if (!holds)
        std::abort();
}

void requireSame(const Dataset& one, const Dataset& other) {
    require(one.rows() == other.rows() && one.problems() == other.problems());
    require(one.columns().size() == other.columns().size());
    for (Index i = 0; i < Index(one.columns().size()); ++i) {
        require(one.column(i).type == other.column(i).type);
        for (Index row = 0; row < one.rows(); ++row)
            require(one.column(i).cellText(row) == other.column(i).cellText(row));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    CsvOptions options{.raggedLines = RaggedLines(data[0] % 3)};
    if (data[0] & 4)
        options.fewestColumns = 1;
    if (data[0] & 8)
        options.sampleRows = 2;
    if (data[0] & 16)
        options.encoding = "UTF-16LE";
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    // Packed data may be very much longer than it looks.
    constexpr std::uint64_t kMemory = 1 << 26;
    const std::optional<CsvResult> whole = read(text, options, {.threads = 1, .availableMemory = kMemory});
    const std::optional<CsvResult> inBlocks =
        read(text, options, {.threads = 1, .availableMemory = kMemory, .blockBytes = 7});
    require(whole.has_value() == inBlocks.has_value());
    if (whole)
        requireSame(*whole->dataset, *inBlocks->dataset);
    read(text, options, {.firstRows = 3, .threads = 1, .availableMemory = kMemory});
    return 0;
}
