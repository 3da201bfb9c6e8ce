#include "core/data/csv/rejected_list.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace latentscape {

void RejectedList::add(std::vector<Entry> entries, bool more) {
    if (entries.empty())
        return;
    const std::lock_guard lock(m_mutex);
    m_cut = m_cut || more;
    std::move(entries.begin(), entries.end(), std::back_inserter(m_entries));
    if (m_entries.size() > 4 * ImportReport::kMostListed)
        shorten();
}

void RejectedList::clear() {
    m_entries.clear();
    m_cut = false;
}

const std::vector<RejectedList::Entry>& RejectedList::sorted() {
    shorten();
    return m_entries;
}

void RejectedList::shorten() {
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.text.line, a.column) < std::tie(b.text.line, b.column);
    });
    if (m_entries.size() <= ImportReport::kMostListed)
        return;
    m_entries.resize(ImportReport::kMostListed);
    m_cut = true;
}

}  // namespace latentscape
