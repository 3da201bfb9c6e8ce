#include "core/storage/archive.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

#include "core/storage/atomic_file.h"
#include "core/support/file_bytes.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t(1) << 16;
/// Deflate packs 1032 bytes into one at best: an archive that unpacks to more counts some of it twice.
constexpr std::uint64_t kMostUnpacked = 1032;
/// A run's model is a few gigabytes at most.
constexpr std::uint64_t kMostBytes = std::uint64_t(64) << 30;
constexpr int kDeepest = 8;
/// Bytes of one part of a name, as file systems have it.
constexpr std::size_t kLongestPart = 255;

struct CloseWriter {
    void operator()(archive* writer) const { archive_write_free(writer); }
};
struct CloseReader {
    void operator()(archive* reader) const { archive_read_free(reader); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

[[noreturn]] void throwNotWritable(const std::string& path, const std::string& reason) {
    throw Error(ProblemCode::FileNotWritable, {{"file", path}, {"reason", reason}});
}

[[noreturn]] void throwUnreadable(const std::string& path, const std::string& reason) {
    throw Error(ProblemCode::ProjectUnreadable, {{"file", path}, {"reason", reason}});
}

std::string messageOf(archive* from) {
    const char* const message = archive_error_string(from);
    return message ? message : "it is damaged";
}

// -- Packing --

/// Relative to `folder`, in the order of their names, so that the same files make the same archive.
std::vector<fs::path> filesUnder(const std::string& folder) {
    std::vector<fs::path> files;
    std::error_code failed;
    fs::recursive_directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        const bool isHidden = name.starts_with('.');
        if (isHidden)
            entry.disable_recursion_pending();
        const bool isOurs = !isHidden && name.find(kTemporaryEnding) == std::string::npos;
        if (isOurs && entry->is_regular_file(failed))
            files.push_back(entry->path().lexically_relative(folder));
    }
    if (failed)
        throw Error(ProblemCode::FileUnreadable, {{"file", folder}, {"reason", failed.message()}});
    std::sort(files.begin(), files.end());
    return files;
}

void packFile(archive* writer, const std::string& folder, const fs::path& name, const std::string& path) {
    const FileBytes file((fs::path(folder) / name).string());
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.generic_string().c_str());
    archive_entry_set_size(entry.get(), std::int64_t(file.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    if (archive_write_header(writer, entry.get()) != ARCHIVE_OK)
        throwNotWritable(path, messageOf(writer));
    std::vector<char> piece(std::min<std::uint64_t>(kPiece, file.size()));
    for (std::uint64_t at = 0; at < file.size(); at += piece.size()) {
        piece.resize(std::min<std::uint64_t>(piece.size(), file.size() - at));
        file.read(at, piece);
        if (archive_write_data(writer, piece.data(), piece.size()) != la_ssize_t(piece.size()))
            throwNotWritable(path, messageOf(writer));
    }
}

// -- Unpacking --

/// Whether a name in an archive leads to a place within the folder, and to a plain file there.
bool isWithin(const std::string& name) {
    const fs::path path(name);
    const auto isPlain = [](const fs::path& part) {
        const std::string text = part.string();
        return !text.empty() && text.size() <= kLongestPart && !text.starts_with('.') &&
               std::none_of(text.begin(), text.end(), [](char c) {
                   return static_cast<unsigned char>(c) < ' ' || c == '\\' || c == ':';
               });
    };
    return !name.empty() && name.size() <= 1000 && path.is_relative() &&
           std::distance(path.begin(), path.end()) <= kDeepest &&
           std::all_of(path.begin(), path.end(), isPlain);
}

/// What an archive may still unpack to.
class Allowance {
public:
    /// A few kilobytes of zeros packed well reach what can be packed into them: the disk is not to be filled.
    Allowance(const std::string& path, std::uint64_t packed, std::uint64_t room)
        : m_path(path), m_left(std::min({packed * kMostUnpacked, room / 2, kMostBytes})) {}
    void take(std::uint64_t bytes) {
        if (bytes > m_left)
            throwUnreadable(m_path, "it unpacks to more than it can hold, or than there is room for");
        m_left -= bytes;
    }

private:
    const std::string& m_path;
    std::uint64_t m_left;
};

void unpackFile(archive* reader, const std::string& path, const fs::path& target, Allowance& allowance) {
    std::ofstream file(target, std::ios::binary | std::ios::trunc);
    std::vector<char> piece(kPiece);
    while (file) {
        const la_ssize_t count = archive_read_data(reader, piece.data(), piece.size());
        if (count < 0)
            throwUnreadable(path, messageOf(reader));
        if (count == 0)
            break;
        allowance.take(std::uint64_t(count));
        file.write(piece.data(), count);
    }
    file.close();
    if (!file)
        throwNotWritable(target.string(), std::strerror(errno));
}

void unpackAll(archive* reader, const std::string& path, const fs::path& folder, Allowance allowance,
               std::uint64_t packed, const Progress& progress) {
    archive_entry* entry = nullptr;
    for (int entries = 0;; ++entries) {
        const int outcome = archive_read_next_header(reader, &entry);
        if (outcome == ARCHIVE_EOF)
            return;
        if (outcome != ARCHIVE_OK)
            throwUnreadable(path, messageOf(reader));
        if (entries == kMostArchiveEntries)
            throwUnreadable(path, "it holds too many files");
        const char* const name = archive_entry_pathname(entry);
        if (archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        reportProgress(progress, std::min(1.0, double(archive_filter_bytes(reader, -1)) /
                                                   double(std::max<std::uint64_t>(1, packed))));
        if (!name || !isWithin(name) || archive_entry_filetype(entry) != AE_IFREG)
            throwUnreadable(path, "it holds something else than files of its own");
        const fs::path target = folder / name;
        std::error_code failed;
        fs::create_directories(target.parent_path(), failed);
        if (failed == std::errc::not_a_directory)
            throwUnreadable(path, "it holds a file where it needs a folder");
        if (failed)
            throwNotWritable(target.string(), failed.message());
        if (fs::exists(target, failed))
            throwUnreadable(path, "it holds a file twice");
        unpackFile(reader, path, target, allowance);
    }
}

}  // namespace

void packFolder(const std::string& folder, const std::string& path) {
    const std::vector<fs::path> files = filesUnder(folder);
    AtomicFile file(path);
    const std::unique_ptr<archive, CloseWriter> writer(archive_write_new());
    archive_write_set_format_zip(writer.get());
    if (archive_write_open_fd(writer.get(), file.descriptor()) != ARCHIVE_OK)
        throwNotWritable(path, messageOf(writer.get()));
    for (const fs::path& name : files)
        packFile(writer.get(), folder, name, path);
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        throwNotWritable(path, messageOf(writer.get()));
    file.commit();
}

void unpackArchive(const std::string& path, const std::string& folder, const Progress& progress) {
    const std::uint64_t packed = FileBytes(path).size();
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        throwNotWritable(folder, failed.message());
    if (!fs::is_empty(folder, failed))
        throwNotWritable(folder, failed ? failed.message() : "it is not empty");
    const std::uint64_t room = fs::space(folder, failed).available;
    const std::unique_ptr<archive, CloseReader> reader(archive_read_new());
    // By its directory, which stands at its end: half an archive is none.
    archive_read_support_format_zip_seekable(reader.get());
    try {
        if (archive_read_open_filename(reader.get(), path.c_str(), kPiece) != ARCHIVE_OK)
            throwUnreadable(path, "it is no zip archive");
        unpackAll(reader.get(), path, folder, Allowance(path, packed, room), packed, progress);
    } catch (...) {
        fs::remove_all(folder, failed);
        throw;
    }
}

}  // namespace latentscape
