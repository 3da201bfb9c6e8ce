#include "core/data/sampler.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace latentscape;

class SamplerTest : public QObject {
    Q_OBJECT

private slots:
    void splitHoldsBackTheShare_data();
    void splitHoldsBackTheShare();
    void splitIsAFunctionOfTheSeed();
    void splitChoosesEveryRowEquallyOften();
    void subsampleHasTheSizeAskedFor_data();
    void subsampleHasTheSizeAskedFor();
    void subsampleIsAFunctionOfTheSeed();
    void epochHandsOutEveryRowOnce_data();
    void epochHandsOutEveryRowOnce();
    void everyEpochHasItsOwnOrder();
    void batchSizeMayChangeWithinAnEpoch();
    void seekContinuesWhereACheckpointStood_data();
    void seekContinuesWhereACheckpointStood();
};

namespace {

RowList counted(Index rows) {
    RowList list(static_cast<std::size_t>(rows));
    std::iota(list.begin(), list.end(), Index(0));
    return list;
}

RowList epochOrder(MiniBatches& batches, Index batchSize) {
    RowList order;
    do {
        const std::span<const Index> batch = batches.next(batchSize);
        order.insert(order.end(), batch.begin(), batch.end());
    } while (!batches.atEpochEnd());
    return order;
}

}  // namespace

void SamplerTest::splitHoldsBackTheShare_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<double>("share");
    QTest::addColumn<int>("validation");
    QTest::newRow("a fifth") << 150 << 0.2 << 30;
    QTest::newRow("rounded up") << 344 << 0.2 << 69;
    QTest::newRow("rounded down") << 12 << 0.2 << 2;
    QTest::newRow("none") << 150 << 0.0 << 0;
    QTest::newRow("too few rows") << 2 << 0.2 << 0;
    QTest::newRow("all but one") << 10 << 1.0 << 9;
    QTest::newRow("more than all") << 10 << 3.0 << 9;
    QTest::newRow("less than none") << 10 << -1.0 << 0;
    QTest::newRow("one row") << 1 << 0.9 << 0;
    QTest::newRow("no rows") << 0 << 0.5 << 0;
}

void SamplerTest::splitHoldsBackTheShare() {
    QFETCH(int, rows);
    QFETCH(double, share);
    QFETCH(int, validation);
    const Split split = splitRows(rows, share, Random(1));
    QCOMPARE(int(split.validation.size()), validation);
    QVERIFY(std::is_sorted(split.training.begin(), split.training.end()));
    QVERIFY(std::is_sorted(split.validation.begin(), split.validation.end()));
    RowList all;
    std::merge(split.training.begin(), split.training.end(), split.validation.begin(), split.validation.end(),
               std::back_inserter(all));
    QVERIFY(all == counted(rows));
}

void SamplerTest::splitIsAFunctionOfTheSeed() {
    QVERIFY(splitRows(100, 0.2, Random(1)).validation == splitRows(100, 0.2, Random(1)).validation);
    QVERIFY(splitRows(100, 0.2, Random(1)).validation != splitRows(100, 0.2, Random(2)).validation);
}

void SamplerTest::splitChoosesEveryRowEquallyOften() {
    constexpr int kSeeds = 4000;
    std::vector<int> times(10, 0);
    for (int seed = 0; seed < kSeeds; ++seed) {
        for (const Index row : splitRows(10, 0.3, Random(std::uint64_t(seed))).validation)
            ++times[std::size_t(row)];
    }
    for (const int count : times)
        QVERIFY(std::abs(count - 0.3 * kSeeds) < 5 * std::sqrt(kSeeds * 0.3 * 0.7));
}

void SamplerTest::subsampleHasTheSizeAskedFor_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("expected");
    QTest::newRow("some") << 1000 << 100 << 100;
    QTest::newRow("all") << 100 << 100 << 100;
    QTest::newRow("more than there are") << 100 << 1000 << 100;
    QTest::newRow("none") << 100 << 0 << 0;
    QTest::newRow("less than none") << 100 << -1 << 0;
    QTest::newRow("of no rows") << 0 << 10 << 0;
}

void SamplerTest::subsampleHasTheSizeAskedFor() {
    QFETCH(int, rows);
    QFETCH(int, count);
    QFETCH(int, expected);
    const RowList sample = subsampleRows(rows, count, Random(1));
    QCOMPARE(int(sample.size()), expected);
    QVERIFY(std::is_sorted(sample.begin(), sample.end()));
    QCOMPARE(std::set<Index>(sample.begin(), sample.end()).size(), sample.size());
    QVERIFY(sample.empty() || (sample.front() >= 0 && sample.back() < rows));
}

void SamplerTest::subsampleIsAFunctionOfTheSeed() {
    QVERIFY(subsampleRows(1000, 100, Random(1)) == subsampleRows(1000, 100, Random(1)));
    QVERIFY(subsampleRows(1000, 100, Random(1)) != subsampleRows(1000, 100, Random(2)));
}

void SamplerTest::epochHandsOutEveryRowOnce_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("batchSize");
    QTest::addColumn<QList<int>>("sizes");
    QTest::newRow("even") << 6 << 3 << QList<int>{3, 3};
    QTest::newRow("smaller last batch") << 7 << 3 << QList<int>{3, 3, 1};
    QTest::newRow("one batch") << 5 << 100 << QList<int>{5};
    QTest::newRow("single rows") << 3 << 1 << QList<int>{1, 1, 1};
    QTest::newRow("one row") << 1 << 8 << QList<int>{1};
    QTest::newRow("no batch size") << 2 << 0 << QList<int>{1, 1};
}

void SamplerTest::epochHandsOutEveryRowOnce() {
    QFETCH(int, rows);
    QFETCH(int, batchSize);
    QFETCH(QList<int>, sizes);
    RowList training = counted(rows);
    for (Index& row : training)
        row = 10 * row + 3;
    MiniBatches batches(training, Random(1));
    for (std::uint32_t epoch = 0; epoch < 3; ++epoch) {
        RowList seen;
        for (const int size : sizes) {
            QCOMPARE(batches.atEpochEnd(), epoch > 0 && seen.empty());
            const std::span<const Index> batch = batches.next(batchSize);
            QCOMPARE(int(batch.size()), size);
            QCOMPARE(batches.epoch(), epoch);
            seen.insert(seen.end(), batch.begin(), batch.end());
            QCOMPARE(batches.position(), Index(seen.size()));
        }
        QVERIFY(batches.atEpochEnd());
        std::sort(seen.begin(), seen.end());
        QVERIFY(seen == training);
    }
}

void SamplerTest::everyEpochHasItsOwnOrder() {
    const RowList rows = counted(100);
    MiniBatches batches(rows, Random(1));
    const RowList first = epochOrder(batches, 16);
    const RowList second = epochOrder(batches, 16);
    QVERIFY(first != rows);
    QVERIFY(first != second);
    MiniBatches otherSeed(rows, Random(2));
    QVERIFY(epochOrder(otherSeed, 16) != first);
}

void SamplerTest::batchSizeMayChangeWithinAnEpoch() {
    MiniBatches constant(counted(100), Random(1));
    MiniBatches changing(counted(100), Random(1));
    RowList seen;
    for (const Index size : {7, 50, 1, 1000}) {
        const std::span<const Index> batch = changing.next(size);
        seen.insert(seen.end(), batch.begin(), batch.end());
    }
    QVERIFY(changing.atEpochEnd());
    QVERIFY(seen == epochOrder(constant, 16));
}

void SamplerTest::seekContinuesWhereACheckpointStood_data() {
    QTest::addColumn<int>("steps");
    QTest::newRow("at the start") << 0;
    QTest::newRow("within an epoch") << 2;
    QTest::newRow("at the end of an epoch") << 4;
    QTest::newRow("in a later epoch") << 9;
}

void SamplerTest::seekContinuesWhereACheckpointStood() {
    QFETCH(int, steps);
    MiniBatches running(counted(50), Random(1));
    for (int step = 0; step < steps; ++step)
        running.next(16);
    MiniBatches resumed(counted(50), Random(1));
    resumed.seek(running.epoch(), running.position());
    QCOMPARE(resumed.atEpochEnd(), running.atEpochEnd());
    for (int step = 0; step < 10; ++step)
        QVERIFY(std::ranges::equal(resumed.next(16), running.next(16)));
}

QTEST_GUILESS_MAIN(SamplerTest)
#include "sampler_test.moc"
