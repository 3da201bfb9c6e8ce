#include "core/training/likelihood_choice.h"

#include <QTest>
#include <cmath>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

RowList everyRowOf(const DatasetPtr& table) {
    RowList rows;
    for (Index row = 0; row < table->rows(); ++row)
        rows.push_back(row);
    return rows;
}

/// The choice for all columns of a table, over all rows.
std::vector<ColumnPreparation> chosen(const DatasetPtr& table, const std::string& numbers,
                                      const std::map<std::string, std::string>& byHand = {},
                                      Problems* problems = nullptr) {
    Problems ignored;
    return chooseLikelihoods(*table, assignRoles(*table, {.label = "", .likelihoods = byHand}),
                             everyRowOf(table), numbers, problems ? *problems : ignored);
}

DatasetPtr numberTable(const std::string& csv) {
    std::map<std::string, ColumnType, std::less<>> types;
    const std::string header = csv.substr(0, csv.find('\n')) + ",";
    for (std::size_t at = 0; at < header.size(); at = header.find(',', at) + 1)
        types[header.substr(at, header.find(',', at) - at)] = ColumnType::Number;
    return readCsvText(csv, "test.csv", {.types = types}).dataset;
}

/// One column with every kind of number and one of each other type.
const char* const kMixed =
    "any,positive,count,yes,colour\n"
    "-1.5,0.5,0,no,red\n"
    "0,2.5,3,yes,green\n"
    "2,1.5,8,no,blue\n"
    "3.5,4.5,1,yes,red\n"
    "1,0.25,2,no,green\n";

DatasetPtr mixedTable() {
    return readCsvText(kMixed, "test.csv",
                       {.types = {{"any", ColumnType::Number},
                                  {"positive", ColumnType::Number},
                                  {"count", ColumnType::Number},
                                  {"yes", ColumnType::Binary},
                                  {"colour", ColumnType::Category}}})
        .dataset;
}

/// A Count and a DateTime, of four days.
Dataset countAndDate() {
    return {"t",
            "",
            {{.name = "visits", .type = ColumnType::Count, .values = {0, 3, 1, 9}, .missing = MissingMask(4)},
             {.name = "day",
              .type = ColumnType::DateTime,
              .values = {86400, 172800, 259200, 9e9},
              .missing = MissingMask(4)}}};
}

QString text(const ColumnPreparation& preparation) {
    return QString::fromStdString(preparation.likelihood + " " +
                                  std::string(kNumberScaleNames[std::size_t(preparation.scale)]));
}

}  // namespace

class LikelihoodChoiceTest : public QObject {
    Q_OBJECT

private slots:
    /// Reference: scipy.stats.skew(column) > 2 and column.min() > 0.
    void autoTakesTheLogarithmOfPositiveColumnsWithALongTail_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QStringList>("logNormal");
        QTest::newRow("iris: skewness up to 0.31") << "iris" << QStringList{};
        QTest::newRow("wine: skewness up to 1.09") << "wine" << QStringList{};
        // 1.90 of se_compactness is too little; 5.10 of se_concavity counts for nothing, as it has zeros.
        QTest::newRow("breast cancer")
            << "breast_cancer" << QStringList{"se_radius",     "se_perimeter", "se_area",
                                              "se_smoothness", "se_symmetry",  "se_fractal_dimension"};
        QTest::newRow("penguins") << "penguins" << QStringList{};
        QTest::newRow("digits: pixels") << "digits" << QStringList{};
    }

    void autoTakesTheLogarithmOfPositiveColumnsWithALongTail() {
        QFETCH(QString, sample);
        QFETCH(QStringList, logNormal);
        const DatasetPtr table = readSample(sample.toStdString());
        const ColumnRoles roles = assignRoles(*table);
        Problems problems;
        const std::vector<ColumnPreparation> preparations =
            chooseLikelihoods(*table, roles, everyRowOf(table), "auto", problems);
        QStringList found;
        for (std::size_t i = 0; i < preparations.size(); ++i) {
            const Column& column = table->column(roles.inputs[i]);
            if (column.hasCategories())
                continue;
            const bool logarithm = preparations[i].likelihood == "log-normal";
            const NumberScale otherwise = roles.image ? NumberScale::Picture : NumberScale::Standard;
            QCOMPARE(preparations[i].scale, logarithm ? NumberScale::Logarithm : otherwise);
            QVERIFY(logarithm || preparations[i].likelihood == "gaussian");
            if (logarithm)
                found.append(QString::fromStdString(column.name));
        }
        QCOMPARE(found, logNormal);
        QVERIFY(problems.empty());
    }

    void skewnessIsThatOfTheTrainingRows_data() {
        QTest::addColumn<QString>("csv");
        QTest::addColumn<int>("trainingRows");
        QTest::addColumn<bool>("logarithm");
        const char* const tail = "a,b\n1,0\n2,1\n1,2\n3,3\n2,4\n1,5\n2,6\n1,7\n,8\n40,9\n";
        // scipy.stats.skew: 2.46 of all nine cells, 0.66 of the first eight.
        QTest::newRow("all rows") << tail << 10 << true;
        QTest::newRow("without the tail") << tail << 9 << false;
        QTest::newRow("without cells") << "a,b\n,1\n,2\n,3\n5,4\n" << 3 << false;
        QTest::newRow("constant") << "a,b\n7,1\n7,2\n7,3\n8,4\n" << 3 << false;
    }

    void skewnessIsThatOfTheTrainingRows() {
        QFETCH(QString, csv);
        QFETCH(int, trainingRows);
        QFETCH(bool, logarithm);
        const DatasetPtr table = numberTable(csv.toStdString());
        RowList rows = everyRowOf(table);
        rows.resize(std::size_t(trainingRows));
        Problems problems;
        const std::vector<ColumnPreparation> preparations =
            chooseLikelihoods(*table, assignRoles(*table, {.label = ""}), rows, "auto", problems);
        QCOMPARE(preparations[0].likelihood, std::string(logarithm ? "log-normal" : "gaussian"));
    }

    void aTailThatIsLongEnoughAndPositiveIsNeeded_data() {
        QTest::addColumn<QString>("csv");
        QTest::addColumn<bool>("logarithm");
        // With one of n cells apart from all others the skewness is (n − 2) / √(n − 1), however far it is:
        // scipy.stats.skew gives 1.7889 for n = 6 and 2.0412 for n = 7.
        QTest::newRow("a little short") << "a,b\n1,1\n1,2\n1,3\n1,4\n1,5\n9,6\n" << false;
        QTest::newRow("long enough") << "a,b\n1,1\n1,2\n1,3\n1,4\n1,5\n1,7\n9,6\n" << true;
        QTest::newRow("to the left") << "a,b\n9,1\n9,2\n9,3\n9,4\n9,5\n9,7\n1,6\n" << false;
        QTest::newRow("from zero") << "a,b\n0,1\n1,2\n1,3\n1,4\n1,5\n1,8\n1,7\n99,6\n" << false;
        QTest::newRow("from below zero") << "a,b\n-1,1\n1,2\n1,3\n1,4\n1,5\n1,8\n1,7\n99,6\n" << false;
        QTest::newRow("very large numbers") << "a,b\n1e90,1\n1e90,2\n1e90,3\n1e90,4\n1e90,5\n1e90,7\n9e90,6\n"
                                            << true;
    }

    void aTailThatIsLongEnoughAndPositiveIsNeeded() {
        QFETCH(QString, csv);
        QFETCH(bool, logarithm);
        const std::vector<ColumnPreparation> preparations = chosen(numberTable(csv.toStdString()), "auto");
        QCOMPARE(preparations[0].likelihood, std::string(logarithm ? "log-normal" : "gaussian"));
        QCOMPARE(preparations[0].scale, logarithm ? NumberScale::Logarithm : NumberScale::Standard);
    }

    void pixelsKeepTheirScaleHoweverSkewed() {
        const DatasetPtr table = numberTable("a,b\n1,1\n1,1\n1,1\n1,1\n1,1\n1,1\n9,9\n");
        ColumnRoles roles = assignRoles(*table, {.label = ""});
        Problems problems;
        QCOMPARE(chooseLikelihoods(*table, roles, everyRowOf(table), "auto", problems)[0].likelihood,
                 std::string("log-normal"));
        roles.image = ImageLayout{2, 1};
        for (const ColumnPreparation& preparation :
             chooseLikelihoods(*table, roles, everyRowOf(table), "auto", problems)) {
            QCOMPARE(preparation.likelihood, std::string("gaussian"));
            QCOMPARE(preparation.scale, NumberScale::Picture);
        }
    }

    void aMissingCellIsNoNumberThatCouldBeZero() {
        const DatasetPtr table = numberTable("a,b\n1,1\n1,2\n,3\n1,4\n1,5\n1,6\n1,7\n9,8\n");
        QCOMPARE(chosen(table, "auto")[0].likelihood, std::string("log-normal"));
    }

    void typesDecideAboutOtherColumns_data() {
        QTest::addColumn<QString>("numbers");
        for (const char* const numbers : {"auto", "gaussian", "student-t", "poisson", "bernoulli"})
            QTest::newRow(numbers) << numbers;
    }

    void typesDecideAboutOtherColumns() {
        QFETCH(QString, numbers);
        const std::vector<ColumnPreparation> preparations = chosen(mixedTable(), numbers.toStdString());
        QCOMPARE(preparations[3].likelihood, std::string("bernoulli"));
        QCOMPARE(preparations[4].likelihood, std::string("categorical"));
    }

    void oneChoiceForAllNumbersLeavesUnsuitedOnesGaussian_data() {
        QTest::addColumn<QString>("numbers");
        QTest::addColumn<NumberScale>("scale");
        QTest::addColumn<QList<bool>>("suited");
        QTest::addColumn<QString>("message");
        const QString log = "Gaussian instead of log-normal, which needs numbers above zero: “any”, “count”.";
        const QString poisson =
            "Gaussian instead of poisson, which needs whole numbers from zero on: “any”, “positive”.";
        const QString binomial =
            "Gaussian instead of negative-binomial, which needs whole numbers from zero on: “any”, "
            "“positive”.";
        const QList<bool> all{true, true, true};
        QTest::newRow("gaussian") << "gaussian" << NumberScale::Standard << all << "";
        QTest::newRow("student-t") << "student-t" << NumberScale::Standard << all << "";
        QTest::newRow("log-normal") << "log-normal" << NumberScale::Logarithm
                                    << QList<bool>{false, true, false} << log;
        QTest::newRow("poisson") << "poisson" << NumberScale::Count << QList<bool>{false, false, true}
                                 << poisson;
        QTest::newRow("negative-binomial")
            << "negative-binomial" << NumberScale::Count << QList<bool>{false, false, true} << binomial;
        QTest::newRow("bernoulli") << "bernoulli" << NumberScale::Range << all << "";
        QTest::newRow("continuous-bernoulli") << "continuous-bernoulli" << NumberScale::Range << all << "";
    }

    void oneChoiceForAllNumbersLeavesUnsuitedOnesGaussian() {
        QFETCH(QString, numbers);
        QFETCH(NumberScale, scale);
        QFETCH(QList<bool>, suited);
        QFETCH(QString, message);
        Problems problems;
        const std::vector<ColumnPreparation> preparations =
            chosen(mixedTable(), numbers.toStdString(), {}, &problems);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(preparations[std::size_t(i)].likelihood,
                     suited[i] ? numbers.toStdString() : std::string("gaussian"));
            QCOMPARE(preparations[std::size_t(i)].scale, suited[i] ? scale : NumberScale::Standard);
        }
        QCOMPARE(problems.size(), std::size_t(message.isEmpty() ? 0 : 1));
        if (!message.isEmpty())
            QCOMPARE(QString::fromStdString(describe(problems[0])), message);
    }

    /// Rows that are only judged have to be described too.
    void aColumnIsSuitedOnlyIfAllOfItIs() {
        const DatasetPtr table = numberTable("a,b\n1,1\n2,2\n3,3\n-4,4\n");
        Problems problems;
        const std::vector<ColumnPreparation> preparations = chooseLikelihoods(
            *table, assignRoles(*table, {.label = ""}), RowList{0, 1, 2}, "log-normal", problems);
        QCOMPARE(preparations[0].likelihood, std::string("gaussian"));
        QCOMPARE(preparations[1].likelihood, std::string("log-normal"));
    }

    void aChoiceByHandComesBeforeThatForAllNumbers() {
        const std::vector<ColumnPreparation> preparations = chosen(
            mixedTable(), "student-t",
            {{"any", "gaussian"}, {"positive", "log-normal"}, {"count", "poisson"}, {"yes", "bernoulli"}});
        QCOMPARE(preparations[0].likelihood, std::string("gaussian"));
        QCOMPARE(preparations[1].likelihood, std::string("log-normal"));
        QCOMPARE(preparations[1].scale, NumberScale::Logarithm);
        QCOMPARE(preparations[2].likelihood, std::string("poisson"));
        QCOMPARE(preparations[2].scale, NumberScale::Count);
        QCOMPARE(preparations[3].likelihood, std::string("bernoulli"));
        QCOMPARE(preparations[4].likelihood, std::string("categorical"));
    }

    void autoByHandIsTheChoiceForAllNumbers() {
        const std::vector<ColumnPreparation> preparations =
            chosen(mixedTable(), "student-t", {{"any", "auto"}, {"colour", "auto"}});
        QCOMPARE(preparations[0].likelihood, std::string("student-t"));
        QCOMPARE(preparations[4].likelihood, std::string("categorical"));
    }

    void countsAndDatesHaveTheirOwnDefaults_data() {
        QTest::addColumn<QString>("numbers");
        QTest::addColumn<QString>("count");
        QTest::addColumn<QString>("date");
        QTest::newRow("auto") << "auto"
                              << "negative-binomial"
                              << "gaussian";
        QTest::newRow("one that suits both") << "student-t"
                                             << "student-t"
                                             << "student-t";
        QTest::newRow("one for counts") << "poisson"
                                        << "poisson"
                                        << "gaussian";
        QTest::newRow("one for a range") << "bernoulli"
                                         << "bernoulli"
                                         << "gaussian";
    }

    void countsAndDatesHaveTheirOwnDefaults() {
        QFETCH(QString, numbers);
        QFETCH(QString, count);
        QFETCH(QString, date);
        Problems problems;
        const std::vector<ColumnPreparation> preparations = chooseLikelihoods(
            countAndDate(), {.inputs = {0, 1}}, {0, 1, 2, 3}, numbers.toStdString(), problems);
        QCOMPARE(preparations[0].likelihood, count.toStdString());
        QCOMPARE(preparations[0].scale == NumberScale::Count,
                 count == "poisson" || count == "negative-binomial");
        QCOMPARE(preparations[1].likelihood, date.toStdString());
        QCOMPARE(preparations[1].scale, NumberScale::Standard);
    }

    void aScaleForAllLeavesCountsAlone_data() {
        QTest::addColumn<NumberScale>("scale");
        QTest::addColumn<NumberScale>("ofDates");
        QTest::newRow("robust") << NumberScale::Robust << NumberScale::Robust;
        QTest::newRow("minmax") << NumberScale::Range << NumberScale::Range;
        // Seconds since 1970 have no use for these.
        QTest::newRow("log") << NumberScale::Logarithm << NumberScale::Standard;
        QTest::newRow("log1p") << NumberScale::LogarithmOnePlus << NumberScale::Standard;
        QTest::newRow("none") << NumberScale::None << NumberScale::Standard;
    }

    void aScaleForAllLeavesCountsAlone() {
        QFETCH(NumberScale, scale);
        QFETCH(NumberScale, ofDates);
        Problems problems;
        const std::vector<ColumnPreparation> preparations = chooseLikelihoods(
            countAndDate(), {.inputs = {0, 1}, .scale = scale}, {0, 1, 2, 3}, "auto", problems);
        QCOMPARE(preparations[0].likelihood, std::string("negative-binomial"));
        QCOMPARE(preparations[1].scale, ofDates);
        QVERIFY(problems.empty());
    }

    void aScaleForAllNumbersLeavesUnsuitedOnesStandardised_data() {
        QTest::addColumn<QString>("numbers");
        QTest::addColumn<QString>("scale");
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<QString>("message");
        QTest::newRow("robust") << "auto"
                                << "robust"
                                << QStringList{"gaussian robust", "gaussian robust", "gaussian robust"} << "";
        QTest::newRow("as it stands")
            << "student-t"
            << "none" << QStringList{"student-t none", "student-t none", "student-t none"} << "";
        QTest::newRow("log")
            << "auto"
            << "log" << QStringList{"gaussian standard", "log-normal log", "gaussian standard"}
            << "Standardised instead of the scale log, which needs numbers above zero: “any”, "
               "“count”.";
        QTest::newRow("log1p")
            << "student-t"
            << "log1p" << QStringList{"student-t standard", "student-t log1p", "student-t log1p"}
            << "Standardised instead of the scale log1p, which needs numbers above −1: “any”.";
        QTest::newRow("beside a likelihood with its own")
            << "continuous-bernoulli"
            << "robust"
            << QStringList{"continuous-bernoulli minmax", "continuous-bernoulli minmax",
                           "continuous-bernoulli minmax"}
            << "";
    }

    void aScaleForAllNumbersLeavesUnsuitedOnesStandardised() {
        QFETCH(QString, numbers);
        QFETCH(QString, scale);
        QFETCH(QStringList, expected);
        QFETCH(QString, message);
        Problems problems;
        const DatasetPtr table = mixedTable();
        const std::vector<ColumnPreparation> preparations = chooseLikelihoods(
            *table, assignRoles(*table, {.label = "", .scale = scaleChoiceFromString(scale.toStdString())}),
            everyRowOf(table), numbers.toStdString(), problems);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(text(preparations[std::size_t(i)]), expected[i]);
        QCOMPARE(problems.size(), std::size_t(message.isEmpty() ? 0 : 1));
        if (!message.isEmpty())
            QCOMPARE(QString::fromStdString(describe(problems[0])), message);
    }

    void aScaleByHandComesBeforeThatForAllNumbers_data() {
        QTest::addColumn<QString>("numbers");
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<QString>("scale");
        QTest::addColumn<QString>("expected");
        QTest::newRow("a scale alone") << "auto"
                                       << "auto"
                                       << "minmax"
                                       << "gaussian minmax";
        QTest::newRow("auto for this one") << "auto"
                                           << "auto"
                                           << "auto"
                                           << "gaussian standard";
        QTest::newRow("a logarithm") << "auto"
                                     << "auto"
                                     << "log"
                                     << "log-normal log";
        QTest::newRow("a logarithm with heavy tails") << "auto"
                                                      << "student-t"
                                                      << "log"
                                                      << "student-t log";
        QTest::newRow("the scale that the likelihood has") << "auto"
                                                           << "log-normal"
                                                           << "log"
                                                           << "log-normal log";
        QTest::newRow("against the likelihood for all") << "log-normal"
                                                        << "auto"
                                                        << "none"
                                                        << "gaussian none";
        QTest::newRow("with the likelihood for all") << "student-t"
                                                     << "auto"
                                                     << "log1p"
                                                     << "student-t log1p";
    }

    void aScaleByHandComesBeforeThatForAllNumbers() {
        QFETCH(QString, numbers);
        QFETCH(QString, likelihood);
        QFETCH(QString, scale);
        QFETCH(QString, expected);
        const DatasetPtr table = mixedTable();
        Problems problems;
        const RoleRequest request{.label = "",
                                  .likelihoods = {{"positive", likelihood.toStdString()}},
                                  .scales = {{"positive", scaleChoiceFromString(scale.toStdString())}},
                                  .scale = NumberScale::Robust};
        const std::vector<ColumnPreparation> preparations = chooseLikelihoods(
            *table, assignRoles(*table, request), everyRowOf(table), numbers.toStdString(), problems);
        QCOMPARE(text(preparations[1]), expected);
    }

    void aScaleByHandThatDoesNotFitIsRefused_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<NumberScale>("scale");
        QTest::addColumn<QString>("reason");
        QTest::newRow("zero has no logarithm")
            << 0 << "auto" << NumberScale::Logarithm << "that needs numbers above zero";
        QTest::newRow("a date has no logarithm") << 1 << "auto" << NumberScale::Logarithm << "it holds dates";
        QTest::newRow("a date needs a scale") << 1 << "auto" << NumberScale::None << "it holds dates";
        QTest::newRow("a likelihood of counts")
            << 0 << "poisson" << NumberScale::Robust << "its likelihood poisson has its own";
    }

    void aScaleByHandThatDoesNotFitIsRefused() {
        QFETCH(int, column);
        QFETCH(QString, likelihood);
        QFETCH(NumberScale, scale);
        QFETCH(QString, reason);
        const ColumnRoles roles{.inputs = {0, 1},
                                .likelihoods = {{column, likelihood.toStdString()}},
                                .scales = {{column, scale}}};
        Problems problems;
        const std::optional<Problem> problem = thrownProblem([&] {
            chooseLikelihoods(countAndDate(), roles, {0, 1, 2, 3}, "auto", problems);
        });
        QVERIFY(problem && problem->code == ProblemCode::ScaleDoesNotFit);
        QCOMPARE(QString::fromStdString(fact(*problem, "reason")), reason);
        QVERIFY(isFullyDescribed(*problem));
    }

    void aDateIsNoCount() {
        const ColumnRoles roles{.inputs = {1}, .likelihoods = {{1, "poisson"}}};
        Problems problems;
        const std::optional<Problem> problem = thrownProblem([&] {
            chooseLikelihoods(countAndDate(), roles, {0, 1, 2, 3}, "auto", problems);
        });
        QVERIFY(problem && problem->code == ProblemCode::LikelihoodDoesNotFit);
        QCOMPARE(QString::fromStdString(fact(*problem, "reason")), QString("it holds dates"));
    }

    void aCountMayBeScaledByHand() {
        Problems problems;
        const std::vector<ColumnPreparation> preparations =
            chooseLikelihoods(countAndDate(), {.inputs = {0}, .scales = {{0, NumberScale::LogarithmOnePlus}}},
                              {0, 1, 2, 3}, "auto", problems);
        QCOMPARE(text(preparations[0]), QString("gaussian log1p"));
    }

    void theScaleOfPixelsIsSharedUnlessOneIsChosen() {
        const DatasetPtr digits = readSample("digits");
        ColumnRoles roles = assignRoles(*digits, {.scales = {{"pixel_3_3", NumberScale::Standard}}});
        Problems problems;
        const std::vector<ColumnPreparation> preparations =
            chooseLikelihoods(*digits, roles, everyRowOf(digits), "auto", problems);
        QCOMPARE(text(preparations[27]), QString("gaussian standard"));
        QCOMPARE(text(preparations[28]), QString("gaussian picture"));
        QCOMPARE(text(chooseLikelihoods(*digits, roles, everyRowOf(digits), "bernoulli", problems)[28]),
                 QString("bernoulli picture"));
        roles.scale = NumberScale::Robust;
        QCOMPARE(text(chooseLikelihoods(*digits, roles, everyRowOf(digits), "auto", problems)[28]),
                 QString("gaussian robust"));
    }

    void clippedSharesReachTheirColumns() {
        const DatasetPtr table = mixedTable();
        Problems problems;
        const RoleRequest request{.label = "", .clips = {{"positive", 0.25}, {"count", 0}}, .clip = 0.01};
        const std::vector<ColumnPreparation> preparations =
            chooseLikelihoods(*table, assignRoles(*table, request), everyRowOf(table), "auto", problems);
        QCOMPARE(preparations[0].clip, 0.01);
        QCOMPARE(preparations[1].clip, 0.25);
        QCOMPARE(preparations[2].clip, 0.0);
        QCOMPARE(preparations[4].clip, 0.0);
        // A picture keeps its black and its white.
        const DatasetPtr digits = readSample("digits");
        for (const ColumnPreparation& preparation : chooseLikelihoods(
                 *digits, assignRoles(*digits, {.clip = 0.01}), everyRowOf(digits), "auto", problems))
            QCOMPARE(preparation.clip, 0.0);
    }

    void pixelsCanBeChosenByHand() {
        const DatasetPtr digits = readSample("digits");
        ColumnRoles roles = assignRoles(*digits);
        QVERIFY(roles.image.has_value());
        roles.likelihoods[roles.inputs[10]] = "poisson";
        Problems problems;
        const std::vector<ColumnPreparation> preparations =
            chooseLikelihoods(*digits, roles, everyRowOf(digits), "bernoulli", problems);
        QCOMPARE(preparations[10].likelihood, std::string("poisson"));
        QCOMPARE(preparations[11].likelihood, std::string("bernoulli"));
    }

    void aChoiceByHandThatDoesNotFitIsRefused_data() {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("likelihood");
        QTest::addColumn<QString>("reason");
        QTest::newRow("negative numbers have no logarithm") << "any"
                                                            << "log-normal"
                                                            << "that needs numbers above zero";
        QTest::newRow("zero has no logarithm") << "count"
                                               << "log-normal"
                                               << "that needs numbers above zero";
        QTest::newRow("fractions are no counts") << "positive"
                                                 << "poisson"
                                                 << "that needs whole numbers from zero on";
        QTest::newRow("negative numbers are no counts") << "any"
                                                        << "negative-binomial"
                                                        << "that needs whole numbers from zero on";
        QTest::newRow("numbers are no categories") << "any"
                                                   << "categorical"
                                                   << "it is not one for numbers";
        QTest::newRow("no such likelihood") << "any"
                                            << "cauchy"
                                            << "it is not one for numbers";
        QTest::newRow("categories are no numbers") << "colour"
                                                   << "gaussian"
                                                   << "it holds categories, not numbers";
        QTest::newRow("categories are not yes/no") << "colour"
                                                   << "bernoulli"
                                                   << "it holds categories, not numbers";
        QTest::newRow("yes/no is no number") << "yes"
                                             << "poisson"
                                             << "it holds categories, not numbers";
    }

    void aChoiceByHandThatDoesNotFitIsRefused() {
        QFETCH(QString, column);
        QFETCH(QString, likelihood);
        QFETCH(QString, reason);
        const std::optional<Problem> problem = thrownProblem([&] {
            chosen(mixedTable(), "auto", {{column.toStdString(), likelihood.toStdString()}});
        });
        QVERIFY(problem && problem->code == ProblemCode::LikelihoodDoesNotFit);
        QVERIFY(isFullyDescribed(*problem));
        QCOMPARE(QString::fromStdString(fact(*problem, "column")), column);
        QCOMPARE(QString::fromStdString(fact(*problem, "likelihood")), likelihood);
        QCOMPARE(QString::fromStdString(fact(*problem, "reason")), reason);
    }
};

QTEST_GUILESS_MAIN(LikelihoodChoiceTest)
#include "likelihood_choice_test.moc"
