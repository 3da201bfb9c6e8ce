#include "core/storage/session_folder.h"

#include <algorithm>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <utility>

#include "core/storage/project.h"

namespace latentscape {
namespace {

namespace fs = std::filesystem;

/// A folder that another process has just made, and does not hold yet, is as young as this.
constexpr auto kYoung = std::chrono::minutes(1);

std::string timeName() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    char text[32];
    std::strftime(text, sizeof(text), "%Y-%m-%d %H-%M-%S", &local);
    return text;
}

[[noreturn]] void throwNotWritable(const std::string& path, const std::error_code& reason) {
    throw Error(ProblemCode::FileNotWritable, {{"file", path}, {"reason", reason.message()}});
}

}  // namespace

SessionFolder::SessionFolder(std::string path) : m_path(std::move(path)), m_lock(m_path) {}

SessionFolder SessionFolder::create(const std::string& root) {
    std::error_code failed;
    fs::create_directories(root, failed);
    if (failed)
        throwNotWritable(root, failed);
    const std::string wished = root + "/" + timeName();
    std::string path = wished;
    // False without an error: there is one of that name.
    for (int number = 2; !fs::create_directory(path, failed); ++number) {
        if (failed)
            throwNotWritable(path, failed);
        path = wished + " " + std::to_string(number);
    }
    return SessionFolder(path);
}

SessionFolder SessionFolder::takeOver(const std::string& folder) {
    std::error_code failed;
    if (!fs::is_directory(folder, failed))
        throw Error(ProblemCode::FileNotFound, {{"file", folder}});
    return SessionFolder(folder);
}

void SessionFolder::discard() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

std::vector<LostSession> lostSessions(const std::string& root, std::size_t most) {
    std::vector<LostSession> lost;
    std::error_code failed;
    fs::directory_iterator entry(root, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        std::error_code unknown;
        const fs::path folder = entry->path();
        const auto made = fs::last_write_time(folder, unknown);
        if (unknown || entry->is_symlink(unknown) || !entry->is_directory(unknown))
            continue;
        const auto kept = fs::last_write_time(folder.string() + kProjectFile, unknown);
        if (unknown && fs::file_time_type::clock::now() - made < kYoung)
            continue;
        try {
            const FolderLock lock(folder.string());
            // Somebody may work there, for all that can be told.
            if (!lock.isHeld())
                continue;
            if (unknown)
                fs::remove_all(folder, unknown);
            else
                lost.push_back({.folder = folder.string(),
                                .time = std::chrono::time_point_cast<std::chrono::system_clock::duration>(
                                    std::chrono::file_clock::to_sys(kept))});
        } catch (const Error&) {
            // Somebody works there.
        }
    }
    std::ranges::sort(lost, std::ranges::greater(), &LostSession::time);
    for (std::size_t old = most; old < lost.size(); ++old)
        try {
            // Held until it is gone: another window may take it over at any time.
            const FolderLock lock(lost[old].folder);
            if (lock.isHeld())
                fs::remove_all(lost[old].folder, failed);
        } catch (const Error&) {
            // One just has.
        }
    lost.resize(std::min(lost.size(), most));
    return lost;
}

}  // namespace latentscape
