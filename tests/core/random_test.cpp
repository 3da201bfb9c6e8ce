#include "core/support/random.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

using namespace latentscape;

class RandomTest : public QObject {
    Q_OBJECT

private slots:
    void philoxGivesTheKnownAnswersOfItsAuthors_data();
    void philoxGivesTheKnownAnswersOfItsAuthors();
    void sameCoordinatesGiveTheSameNumbers();
    void everyCoordinateChangesTheNumbers_data();
    void everyCoordinateChangesTheNumbers();
    void shorterVectorIsABeginningOfALongerOne();
    void normalsHaveTheMomentsOfTheStandardNormal();
    void neighbouringRowsAndStreamsAreUncorrelated();
    void uniformsFillTheOpenUnitInterval();
    void extremeWordsStayInsideTheOpenUnitInterval();
    void shuffleKeepsAllItemsAndDependsOnItsCoordinates();
    void shuffleVisitsEveryOrderEquallyOften();
};

namespace {

Vector normals(std::uint64_t seed, RandomStream stream, std::uint32_t epoch, std::uint32_t row, Index size) {
    Vector values(size);
    Random(seed).fillNormal(stream, epoch, row, values);
    return values;
}

}  // namespace

// Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds.
void RandomTest::philoxGivesTheKnownAnswersOfItsAuthors_data() {
    QTest::addColumn<RandomWords>("counter");
    QTest::addColumn<QList<std::uint32_t>>("key");
    QTest::addColumn<RandomWords>("expected");
    QTest::newRow("zeros") << RandomWords{0, 0, 0, 0} << QList<std::uint32_t>{0, 0}
                           << RandomWords{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    QTest::newRow("ones") << RandomWords{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}
                          << QList<std::uint32_t>{0xffffffff, 0xffffffff}
                          << RandomWords{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
    QTest::newRow("digits of pi") << RandomWords{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}
                                  << QList<std::uint32_t>{0xa4093822, 0x299f31d0}
                                  << RandomWords{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
}

void RandomTest::philoxGivesTheKnownAnswersOfItsAuthors() {
    QFETCH(RandomWords, counter);
    QFETCH(QList<std::uint32_t>, key);
    QFETCH(RandomWords, expected);
    QCOMPARE(philox(counter, {key[0], key[1]}), expected);
}

void RandomTest::sameCoordinatesGiveTheSameNumbers() {
    QCOMPARE(normals(7, RandomStream::TrainingNoise, 3, 41, 10),
             normals(7, RandomStream::TrainingNoise, 3, 41, 10));
}

void RandomTest::everyCoordinateChangesTheNumbers_data() {
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("stream");
    QTest::addColumn<quint32>("epoch");
    QTest::addColumn<quint32>("row");
    QTest::newRow("seed, low half") << quint64(8) << int(RandomStream::TrainingNoise) << 3u << 41u;
    QTest::newRow("seed, high half") << (quint64(1) << 32 | 7) << int(RandomStream::TrainingNoise) << 3u
                                     << 41u;
    QTest::newRow("stream") << quint64(7) << int(RandomStream::ValidationNoise) << 3u << 41u;
    QTest::newRow("epoch") << quint64(7) << int(RandomStream::TrainingNoise) << 4u << 41u;
    QTest::newRow("row") << quint64(7) << int(RandomStream::TrainingNoise) << 3u << 42u;
}

void RandomTest::everyCoordinateChangesTheNumbers() {
    QFETCH(quint64, seed);
    QFETCH(int, stream);
    QFETCH(quint32, epoch);
    QFETCH(quint32, row);
    const Vector reference = normals(7, RandomStream::TrainingNoise, 3, 41, 8);
    const Vector other = normals(seed, RandomStream(stream), epoch, row, 8);
    QVERIFY((reference.array() != other.array()).all());
}

void RandomTest::shorterVectorIsABeginningOfALongerOne() {
    const Vector longer = normals(1, RandomStream::TrainingNoise, 0, 0, 11);
    for (Index size = 0; size < longer.size(); ++size) {
        const Vector shorter = normals(1, RandomStream::TrainingNoise, 0, 0, size);
        QCOMPARE(shorter, Vector(longer.head(size)));
    }
}

// The bounds are five standard errors of each moment for a million numbers.
void RandomTest::normalsHaveTheMomentsOfTheStandardNormal() {
    constexpr Index kNumbers = 1'000'000;
    const Eigen::ArrayXd values =
        normals(2024, RandomStream::TrainingNoise, 0, 0, kNumbers).cast<double>().array();
    const double error = 5 / std::sqrt(double(kNumbers));
    QVERIFY(std::abs(values.mean()) < error);
    QVERIFY(std::abs(values.square().mean() - 1) < error * std::sqrt(2.0));
    QVERIFY(std::abs(values.cube().mean()) < error * std::sqrt(15.0));
    QVERIFY(std::abs(values.square().square().mean() - 3) < error * std::sqrt(96.0));
    const double beyondTwo = double((values.abs() > 2).count()) / double(kNumbers);
    QVERIFY(std::abs(beyondTwo - 0.0455003) < error * std::sqrt(0.0455 * 0.9545));
}

void RandomTest::neighbouringRowsAndStreamsAreUncorrelated() {
    constexpr Index kNumbers = 100'000;
    const Vector reference = normals(5, RandomStream::TrainingNoise, 1, 1, kNumbers);
    const double error = 5 / std::sqrt(double(kNumbers));
    for (const Vector& other : {normals(5, RandomStream::TrainingNoise, 1, 2, kNumbers),
                                normals(5, RandomStream::TrainingNoise, 2, 1, kNumbers),
                                normals(5, RandomStream::ValidationNoise, 1, 1, kNumbers)}) {
        QVERIFY(std::abs(double(reference.dot(other)) / double(kNumbers)) < error);
    }
}

void RandomTest::uniformsFillTheOpenUnitInterval() {
    Vector values(1'000'000);
    Random(9).fillUniform(RandomStream::Initialisation, 0, 0, values);
    QVERIFY(values.minCoeff() > 0);
    QVERIFY(values.maxCoeff() < 1);
    const Eigen::ArrayXd centred = values.cast<double>().array() - 0.5;
    QVERIFY(std::abs(centred.mean()) < 5 / std::sqrt(12e6));
    QVERIFY(std::abs(centred.square().mean() - 1.0 / 12) < 5 / std::sqrt(180e6));
}

void RandomTest::extremeWordsStayInsideTheOpenUnitInterval() {
    // Coordinates, found by search, whose words begin with 24 ones and with 24 zeros.
    constexpr std::uint32_t kRowOfOnes = 752468;
    constexpr std::uint32_t kRowOfZeros = 5358164;
    Vector values(4);
    Random(1).fillUniform(RandomStream::TrainingNoise, 0, kRowOfOnes, values);
    QCOMPARE_GT(values.maxCoeff(), Scalar(0.9999998));
    QCOMPARE_LT(values.maxCoeff(), Scalar(1));
    Random(1).fillUniform(RandomStream::TrainingNoise, 0, kRowOfZeros, values);
    QCOMPARE_LT(values.minCoeff(), Scalar(0.0000002));
    QCOMPARE_GT(values.minCoeff(), Scalar(0));
    Random(1).fillNormal(RandomStream::TrainingNoise, 0, kRowOfZeros, values);
    QVERIFY(values.allFinite());
}

void RandomTest::shuffleKeepsAllItemsAndDependsOnItsCoordinates() {
    std::vector<int> ordered(1000);
    std::iota(ordered.begin(), ordered.end(), 0);
    const auto shuffled = [&ordered](RandomStream stream, std::uint32_t epoch) {
        std::vector<int> items = ordered;
        Random(3).shuffle(stream, epoch, items);
        return items;
    };
    std::vector<int> items = shuffled(RandomStream::Shuffle, 1);
    QVERIFY(items != ordered);
    QVERIFY(items == shuffled(RandomStream::Shuffle, 1));
    QVERIFY(items != shuffled(RandomStream::Shuffle, 2));
    QVERIFY(items != shuffled(RandomStream::Split, 1));
    std::sort(items.begin(), items.end());
    QVERIFY(items == ordered);
}

void RandomTest::shuffleVisitsEveryOrderEquallyOften() {
    std::map<std::vector<int>, int> times;
    constexpr int kShuffles = 60'000;
    for (int epoch = 0; epoch < kShuffles; ++epoch) {
        std::vector<int> items{0, 1, 2};
        Random(11).shuffle(RandomStream::Shuffle, std::uint32_t(epoch), items);
        ++times[items];
    }
    QCOMPARE(times.size(), std::size_t(6));
    const double expected = kShuffles / 6.0;
    double chiSquare = 0;
    for (const auto& [order, count] : times)
        chiSquare += (count - expected) * (count - expected) / expected;
    QVERIFY(chiSquare < 25.7);  // exceeded once in 10,000 seeds with 5 degrees of freedom
}

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
