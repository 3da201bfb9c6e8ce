// clang-format off: moc of Qt 6.4 has to see QTest before <compare>.
#include <QTest>
// clang-format on

#include "core/training/metrics_history.h"

using namespace latentscape;

class MetricsHistoryTest : public QObject {
    Q_OBJECT

private slots:
    void elboIsTheNegativeSumOfBothTerms() {
        QCOMPARE((LossTerms{.reconstruction = 12.5, .kl = 3.25}).elbo(), -15.75);
    }

    void laterRecordsFollowEarlierOnes() {
        MetricsHistory all;
        all.training = {{.step = 1}, {.step = 2}};
        all.validation = {{.step = 0}};
        MetricsHistory later;
        later.training = {{.step = 3}};
        later.validation = {{.step = 3}};
        later.edits = {{.step = 2, .key = "beta", .before = 1.0, .after = 2.0}};
        all.append(later);
        all.append({});
        QCOMPARE(all.training.size(), std::size_t(3));
        QCOMPARE(all.training.back().step, std::int64_t(3));
        QCOMPARE(all.validation.back().step, std::int64_t(3));
        QVERIFY(all.edits == later.edits);
        all.clear();
        QVERIFY(all.training.empty() && all.validation.empty() && all.edits.empty());
    }
};

QTEST_GUILESS_MAIN(MetricsHistoryTest)
#include "metrics_history_test.moc"
