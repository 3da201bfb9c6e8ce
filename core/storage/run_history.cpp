#include "core/storage/run_history.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/storage/parse_json.h"
#include "core/storage/run_json.h"
#include "core/storage/run_store.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMetricsCells = 11;
/// Empty in a line of a validation, and a finite number in a line of training.
constexpr std::size_t kLearningRateCell = 6;

/// Calls `take` with each line; what that throws is told with the place.
template <class Take>
void forEachLine(const GrowingFile::Lines& lines, const std::string& file, Take&& take) {
    std::int64_t number = lines.firstLine;
    for (std::string_view rest = lines.text; !rest.empty(); ++number) {
        const std::size_t end = rest.find('\n');
        const auto throwAt = [&](const std::string& reason) {
            throw Error(ProblemCode::RunUnreadable,
                        {{"file", file}, {"reason", "line " + std::to_string(number) + ": " + reason}});
        };
        try {
            take(rest.substr(0, end), number);
        } catch (const Json::parse_error&) {
            throwAt("it is no valid JSON");
        } catch (const Json::exception& error) {
            throwAt(error.what());
        } catch (const std::invalid_argument& error) {
            throwAt(error.what());
        } catch (const Error& error) {
            throwAt(error.what());
        }
        rest.remove_prefix(end + 1);
    }
}

template <class Number>
Number numberIn(std::string_view cell) {
    Number number{};
    const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (failed != std::errc() || end != cell.data() + cell.size())
        throw std::invalid_argument("“" + std::string(cell) + "” is no number");
    return number;
}

/// What is no number was written as nothing.
double valueIn(std::string_view cell) {
    return cell.empty() ? std::numeric_limits<double>::quiet_NaN() : numberIn<double>(cell);
}

std::array<std::string_view, kMetricsCells> cellsOf(std::string_view line) {
    std::array<std::string_view, kMetricsCells> cells;
    for (std::size_t i = 0; i < kMetricsCells; ++i) {
        const std::size_t end = line.find(',');
        if ((end == std::string_view::npos) != (i + 1 == kMetricsCells))
            throw std::invalid_argument("it has not " + std::to_string(kMetricsCells) + " cells");
        cells[i] = line.substr(0, end);
        line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    }
    return cells;
}

template <class Record>
void addInOrder(std::vector<Record>& records, const Record& record) {
    if (record.step < (records.empty() ? 0 : records.back().step))
        throw std::invalid_argument("its step is out of order");
    if (!(record.epoch >= 0))
        throw std::invalid_argument("its epoch is none");
    records.push_back(record);
}

void addMetrics(std::string_view line, MetricsHistory& history) {
    const std::array<std::string_view, kMetricsCells> cells = cellsOf(line);
    const auto step = numberIn<std::int64_t>(cells[0]);
    const double epoch = valueIn(cells[1]);
    if (cells[kLearningRateCell].empty()) {
        addInOrder(history.validation,
                   {.step = step,
                    .epoch = epoch,
                    .terms = {.reconstruction = valueIn(cells[9]), .kl = valueIn(cells[10])}});
        return;
    }
    addInOrder(history.training, {.step = step,
                                  .epoch = epoch,
                                  .terms = {.reconstruction = valueIn(cells[2]), .kl = valueIn(cells[3])},
                                  .loss = valueIn(cells[4]),
                                  .beta = valueIn(cells[5]),
                                  .learningRate = valueIn(cells[kLearningRateCell]),
                                  .gradientNorm = valueIn(cells[7]),
                                  .updateRatio = valueIn(cells[8])});
}

void addEdit(std::string_view line, MetricsHistory& history) {
    const Json json = parseJson(line);
    if (!json.is_object())
        throw std::invalid_argument("it tells no change");
    if (json.value("recover", false))
        history.recoveries.push_back({.step = json.at("step").get<std::int64_t>(),
                                      .divergences = json.at("divergences").get<std::int64_t>(),
                                      .validated = json.at("validated").get<bool>()});
    else
        history.edits.push_back(editFromJson(json));
}

/// Also of what was no number.
bool areSame(double one, double other) {
    return one == other || (std::isnan(one) && std::isnan(other));
}

bool areSame(const LossTerms& one, const LossTerms& other) {
    return areSame(one.reconstruction, other.reconstruction) && areSame(one.kl, other.kl);
}

bool areSame(const TrainingRecord& one, const TrainingRecord& other) {
    return one.step == other.step && one.epoch == other.epoch && areSame(one.terms, other.terms) &&
           areSame(one.loss, other.loss) && areSame(one.beta, other.beta) &&
           areSame(one.learningRate, other.learningRate) && areSame(one.gradientNorm, other.gradientNorm) &&
           areSame(one.updateRatio, other.updateRatio);
}

bool areSame(const ValidationRecord& one, const ValidationRecord& other) {
    return one.step == other.step && one.epoch == other.epoch && areSame(one.terms, other.terms);
}

bool areSame(const HyperparameterEdit& one, const HyperparameterEdit& other) {
    return one == other;
}

bool areSame(const RunPlace& one, const RunPlace& other) {
    return one == other;
}

template <class Record>
bool beginsWith(const std::vector<Record>& records, const std::vector<Record>& first) {
    return records.size() >= first.size() &&
           std::equal(first.begin(), first.end(), records.begin(),
                      [](const Record& one, const Record& other) { return areSame(one, other); });
}

template <class Record>
void removeFirst(std::vector<Record>& records, std::size_t count) {
    records.erase(records.begin(), records.begin() + std::ptrdiff_t(count));
}

bool beginsWith(const MetricsHistory& history, const MetricsHistory& first) {
    return beginsWith(history.training, first.training) && beginsWith(history.validation, first.validation) &&
           beginsWith(history.edits, first.edits) && beginsWith(history.recoveries, first.recoveries);
}

/// What `history` tells beyond what it begins with.
MetricsHistory behind(MetricsHistory history, const MetricsHistory& first) {
    removeFirst(history.training, first.training.size());
    removeFirst(history.validation, first.validation.size());
    removeFirst(history.edits, first.edits.size());
    removeFirst(history.recoveries, first.recoveries.size());
    return history;
}

}  // namespace

GrowingFile::Lines GrowingFile::read() {
    const int file = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            throw Error(ProblemCode::FileNotFound, {{"file", m_path}});
        throw Error(ProblemCode::FileUnreadable, {{"file", m_path}, {"reason", std::strerror(errno)}});
    }
    struct stat status {};
    ::fstat(file, &status);
    Place from = m_taken;
    const bool isAnother = std::uint64_t(status.st_dev) != from.device ||
                           std::uint64_t(status.st_ino) != from.file || status.st_size < from.bytes;
    if (isAnother)
        from = {.device = std::uint64_t(status.st_dev), .file = std::uint64_t(status.st_ino)};
    Lines lines{.text = std::string(std::size_t(status.st_size - from.bytes), '\0'),
                .firstLine = from.lines + 1,
                .fromStart = isAnother};
    std::size_t done = 0;
    ssize_t count = 1;
    while (done < lines.text.size() && count != 0) {
        count = ::pread(file, lines.text.data() + done, lines.text.size() - done,
                        off_t(from.bytes) + off_t(done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            break;
        done += std::size_t(count);
    }
    const int reason = errno;
    ::close(file);
    if (count < 0)
        throw Error(ProblemCode::FileUnreadable, {{"file", m_path}, {"reason", std::strerror(reason)}});
    lines.text.resize(done);
    lines.text.resize(lines.text.rfind('\n') + 1);
    from.bytes += std::int64_t(lines.text.size());
    from.lines += std::count(lines.text.begin(), lines.text.end(), '\n');
    m_read = from;
    return lines;
}

void GrowingFile::take() {
    m_taken = m_read;
}

void GrowingFile::forget() {
    m_taken = {};
}

RunHistoryReader::RunHistoryReader(const std::string& folder)
    : m_metrics(folder + kMetricsFile), m_edits(folder + kEditsFile) {}

void RunHistoryReader::read() {
    GrowingFile::Lines metrics = m_metrics.read();
    GrowingFile::Lines edits = m_edits.read();
    if (metrics.fromStart != edits.fromStart) {
        // The one that is as it was may go with what the other one told before.
        m_metrics.forget();
        m_edits.forget();
        metrics = m_metrics.read();
        edits = m_edits.read();
    }
    MetricsHistory found;
    forEachLine(metrics, m_metrics.path(), [&found](std::string_view line, std::int64_t number) {
        static const std::string header = metricsCsv({});
        if (number > 1)
            addMetrics(line, found);
        else if (line != std::string_view(header).substr(0, header.size() - 1))
            throw std::invalid_argument("it is no header of metrics");
    });
    forEachLine(edits, m_edits.path(),
                [&found](std::string_view line, std::int64_t) { addEdit(line, found); });
    m_metrics.take();
    m_edits.take();
    m_beganAnew = metrics.fromStart && !beginsWith(found, m_history);
    if (!metrics.fromStart) {
        m_latest = std::move(found);
        m_history.append(m_latest);
        return;
    }
    m_latest = m_beganAnew ? found : behind(found, m_history);
    m_history = std::move(found);
}

MetricsHistory readRunHistory(const std::string& folder) {
    RunHistoryReader reader(folder);
    reader.read();
    return reader.history();
}

}  // namespace latentscape
