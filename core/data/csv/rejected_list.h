#pragma once

#include <mutex>
#include <vector>

#include "core/data/csv_reader.h"

namespace latentscape {

/// The first lines and cells of a file that were not read as they stand, in its order, whatever the order in
/// which threads find them.
class RejectedList {
public:
    struct Entry {
        RejectedText text;
        /// Place of the column.
        std::size_t column = 0;
    };

    /// `more`: there are others behind these that are not listed.
    void add(std::vector<Entry> entries, bool more = false);
    /// Takes the entries of some columns out, because these are read again.
    template <class IsOut>
    void remove(const IsOut& isOut) {
        std::erase_if(m_entries, [&](const Entry& entry) { return isOut(entry.column); });
    }
    /// Whether entries were left out because there are too many.
    bool isCut() const { return m_cut; }
    void clear();
    /// At most kMostListed.
    const std::vector<Entry>& sorted();

private:
    void shorten();

    std::mutex m_mutex;
    std::vector<Entry> m_entries;
    bool m_cut = false;
};

}  // namespace latentscape
