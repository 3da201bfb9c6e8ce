#include "core/storage/run_folders.h"

#include <algorithm>
#include <filesystem>

#include "core/data/csv_reader.h"
#include "core/storage/run_store.h"
#include "core/support/whole_file.h"

namespace latentscape {
namespace {

bool isRun(const std::string& folder) {
    std::error_code failed;
    return std::filesystem::is_regular_file(folder + kConfigFile, failed);
}

/// Names of folders in the order of their ranks; none if the table is not there or not of a sweep.
std::vector<std::string> rankedNames(const std::string& folder) {
    try {
        const std::string path = folder + "/sweep.csv";
        const CsvTable table = parseCsv(readWholeFile(path), path, {.delimiter = ',', .header = true});
        for (std::size_t i = 0; i < table.names.size(); ++i)
            if (table.names[i] == "folder")
                return {table.cells[i].begin(), table.cells[i].end()};
    } catch (const Error&) {
    }
    return {};
}

}  // namespace

std::vector<std::string> runFoldersIn(const std::string& folder) {
    if (isRun(folder))
        return {folder};
    std::vector<std::string> names;
    std::error_code failed;
    std::filesystem::directory_iterator entry(folder, failed);
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed))
        if (isRun(entry->path().string()))
            names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    const std::vector<std::string> ranked = rankedNames(folder);
    std::ranges::stable_sort(names, {}, [&ranked](const std::string& name) {
        return std::ranges::find(ranked, name) - ranked.begin();
    });
    std::vector<std::string> folders;
    for (const std::string& name : names)
        folders.push_back(folder + "/" + name);
    return folders;
}

}  // namespace latentscape
