#include "core/data/csv/block_work.h"

#include <algorithm>

#include "core/support/problem.h"

namespace latentscape {

BlockWork::BlockWork(const std::string& file, int threads, std::function<bool(double share)> progress)
    : m_file(file), m_progress(std::move(progress)), m_team(threads) {}

void BlockWork::setStage(double begin, double end) {
    m_stageBegin = begin;
    m_stageEnd = end;
}

void BlockWork::tellProgress(double shareOfStage) {
    if (!m_progress)
        return;
    const std::lock_guard lock(m_mutex);
    // A thread may come late; what is told only rises.
    m_told = std::max(m_told, m_stageBegin + (m_stageEnd - m_stageBegin) * shareOfStage);
    if (!m_progress(m_told))
        throw Error(ProblemCode::Cancelled, {{"file", m_file}});
}

void BlockWork::fail(std::size_t block, std::exception_ptr failure) {
    const std::lock_guard lock(m_mutex);
    if (block < m_failedBlock) {
        m_failedBlock = block;
        m_failure = std::move(failure);
    }
    m_stopped = true;
}

}  // namespace latentscape
