// A run that is stopped, written, read and gone on with ends in the same bytes as one that was never stopped.

// clang-format off: moc of Qt 6.4 has to see QTest before <compare>.
#include <QTest>
// clang-format on

#include <QTemporaryDir>
#include <cstring>
#include <functional>
#include <random>

#include <nlohmann/json.hpp>

#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"
#include "core/storage/safetensors.h"
#include "core/support/whole_file.h"
#include "core/training/trainer.h"
#include "tests/support/comma_locale.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

using Json = nlohmann::json;

/// A sample whose validation takes several pieces, if these are small.
const char* const kLargeValidation = "breast_cancer";
const Trainer::Options kSmallPieces{.validationOperations = 1};

bool sameBytes(const Vector& one, const Vector& other) {
    return one.size() == other.size() &&
           std::memcmp(one.data(), other.data(), std::size_t(one.size()) * sizeof(Scalar)) == 0;
}

bool sameBytes(double one, double other) {
    return std::memcmp(&one, &other, sizeof one) == 0;
}

bool sameBytes(const OptimizerState& one, const OptimizerState& other) {
    return one.steps == other.steps && sameBytes(one.firstMoment, other.firstMoment) &&
           sameBytes(one.secondMoment, other.secondMoment);
}

void verifySame(const TrainerState& one, const TrainerState& other) {
    QVERIFY(one.hyperparameters == other.hyperparameters);
    QVERIFY(sameBytes(one.parameters, other.parameters));
    QVERIFY(sameBytes(one.optimizer, other.optimizer));
    QCOMPARE(one.step, other.step);
    QCOMPARE(one.epoch, other.epoch);
    QCOMPARE(one.position, other.position);
    QCOMPARE(one.validationDue, other.validationDue);
    QVERIFY(sameBytes(one.best.elbo, other.best.elbo));
    QCOMPARE(one.best.epoch, other.best.epoch);
    QCOMPARE(one.best.step, other.best.step);
    QVERIFY(sameBytes(*one.best.parameters, *other.best.parameters));
    QCOMPARE(one.patienceFrom, other.patienceFrom);
    QCOMPARE(one.plateauFrom, other.plateauFrom);
    QVERIFY(sameBytes(one.plateauFactor, other.plateauFactor));
    QVERIFY(sameBytes(one.lastFinite->parameters, other.lastFinite->parameters));
    QVERIFY(sameBytes(one.lastFinite->optimizer, other.lastFinite->optimizer));
    QVERIFY(sameBytes(one.lastFinite->epoch, other.lastFinite->epoch));
    QCOMPARE(one.interval.steps, other.interval.steps);
    QCOMPARE(one.interval.rows, other.interval.rows);
    QVERIFY(sameBytes(one.interval.sums.reconstruction, other.interval.sums.reconstruction));
    QVERIFY(sameBytes(one.interval.sums.kl, other.interval.sums.kl));
    QVERIFY(sameBytes(one.interval.loss, other.interval.loss));
    QVERIFY(sameBytes(one.interval.gradientNorm, other.interval.gradientNorm));
    QVERIFY(sameBytes(one.interval.updateRatio, other.interval.updateRatio));
    QCOMPARE(one.edits, other.edits);
    QCOMPARE(one.divergences, other.divergences);
    QCOMPARE(one.recoveries, other.recoveries);
}

void verifySame(const MetricsHistory& one, const MetricsHistory& other) {
    QVERIFY(one.training == other.training);
    QVERIFY(one.validation == other.validation);
    QVERIFY(one.edits == other.edits);
    QVERIFY(one.recoveries == other.recoveries);
}

void trainTo(Trainer& trainer, std::int64_t step) {
    while (trainer.state().step < step || trainer.state().validationDue)
        trainer.step();
}

void trainUntilDivergence(Trainer& trainer) {
    const std::int64_t before = trainer.state().divergences;
    trainer.apply(hyperparameterSpec("learning-rate"), 1e6);
    while (trainer.state().divergences == before)
        trainer.step();
}

/// A run that is stopped between `before` and `after`.
struct StoppedRun {
    std::string name;
    Hyperparameters hyperparameters = smallModel();
    std::string sample = "wine";
    std::function<void(Trainer&)> before = [](Trainer& trainer) { trainTo(trainer, 8); };
    std::function<void(Trainer&)> after = [](Trainer& trainer) { trainTo(trainer, 25); };
};

std::vector<StoppedRun> runsWithEachChoice(const char* key) {
    std::vector<StoppedRun> runs;
    for (const std::string_view choice : hyperparameterSpec(key).choices) {
        StoppedRun run{.name = std::string(key) + " " + std::string(choice)};
        setHyperparameter(run.hyperparameters, hyperparameterSpec(key), std::string(choice));
        run.hyperparameters.weightDecay = 0.01;
        run.hyperparameters.epochs = 10;
        runs.push_back(run);
    }
    return runs;
}

std::vector<StoppedRun> stoppedRuns() {
    std::vector<StoppedRun> runs = runsWithEachChoice("optimizer");
    for (const char* const key : {"learning-rate-schedule", "noise"})
        for (StoppedRun& run : runsWithEachChoice(key))
            runs.push_back(std::move(run));
    const auto add = [&](const char* name) -> StoppedRun& {
        runs.push_back({.name = name});
        return runs.back();
    };
    add("before its first step").before = [](Trainer&) {};
    add("at the end of an epoch").before = [](Trainer& trainer) { trainTo(trainer, 9); };
    {
        StoppedRun& run = add("amid a validation");
        run.sample = kLargeValidation;
        run.before = [](Trainer& trainer) {
            while (!trainer.state().validationDue)
                trainer.step();
        };
    }
    add("missing cells").sample = "penguins";
    add("without validation rows").hyperparameters.validation = 0;
    {
        Hyperparameters& schedules = add("warm-up, cycle, free bits, draws, dropout").hyperparameters;
        schedules.klWarmup = 3.7;
        schedules.freeBits = 0.1;
        schedules.importanceSamples = 3;
        schedules.dropout = 0.2;
    }
    add("β in cycles").hyperparameters.klCycle = 2.3;
    {
        StoppedRun& run = add("after live changes, and before more");
        run.before = [](Trainer& trainer) {
            trainTo(trainer, 4);
            trainer.apply(hyperparameterSpec("beta"), 1.0 / 3);
            trainer.apply(hyperparameterSpec("batch"), std::int64_t(7));
            trainTo(trainer, 11);
        };
        run.after = [](Trainer& trainer) {
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-2);
            trainTo(trainer, 70);
        };
    }
    {
        StoppedRun& run = add("a live change amid a validation");
        run.sample = kLargeValidation;
        run.before = [](Trainer& trainer) {
            while (!trainer.state().validationDue)
                trainer.step();
            trainer.apply(hyperparameterSpec("beta"), 4.0);
        };
    }
    {
        StoppedRun& run = add("after a divergence");
        run.hyperparameters.clipNorm = 0;
        run.before = [](Trainer& trainer) {
            trainTo(trainer, 130);
            trainUntilDivergence(trainer);
        };
        run.after = [](Trainer& trainer) {
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
            trainTo(trainer, 160);
        };
    }
    {
        StoppedRun& run = add("before one, after a recovery from another");
        run.hyperparameters.clipNorm = 0;
        run.before = [](Trainer& trainer) {
            trainTo(trainer, 30);
            trainUntilDivergence(trainer);
            trainer.recover();
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
            trainTo(trainer, trainer.state().step + 7);
        };
        run.after = [](Trainer& trainer) {
            trainUntilDivergence(trainer);
            trainer.recover();
            trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
            trainTo(trainer, trainer.state().step + 7);
        };
    }
    const auto toTheEnd = [](Trainer& trainer) {
        while (!trainer.finished())
            trainer.step();
    };
    {
        StoppedRun& run = add("early stopping");
        run.sample = "iris";
        run.hyperparameters.epochs = 100000;
        run.hyperparameters.patience = 15;
        run.hyperparameters.learningRate = 1e-2;
        run.before = [](Trainer& trainer) { trainTo(trainer, 20); };
        run.after = toTheEnd;
    }
    {
        StoppedRun& run = add("on a plateau");
        run.sample = "iris";
        run.hyperparameters.epochs = 100000;
        run.hyperparameters.learningRate = 1e-2;
        run.before = [](Trainer& trainer) {
            while (trainer.state().plateauFactor == 1)
                trainer.step();
        };
        run.after = [](Trainer& trainer) { trainTo(trainer, trainer.state().step + 60); };
    }
    {
        StoppedRun& run = add("out of patience, which is renewed");
        run.sample = "iris";
        run.hyperparameters.epochs = 100000;
        run.hyperparameters.patience = 5;
        run.hyperparameters.learningRate = 1e-2;
        run.before = toTheEnd;
        run.after = [toTheEnd](Trainer& trainer) {
            trainer.renewPatience();
            toTheEnd(trainer);
        };
    }
    return runs;
}

/// The bytes of the checkpoint of a short run.
std::string someCheckpoint() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("checkpoint").toStdString();
    Hyperparameters hyperparameters = smallModel();
    hyperparameters.hidden = {3};
    const TrainingDataPtr data = prepareSample("iris", hyperparameters);
    Trainer trainer(data, hyperparameters, {});
    trainTo(trainer, 3);
    trainer.apply(hyperparameterSpec("beta"), 0.5);
    trainTo(trainer, 5);
    writeCheckpoint(path, trainer.state(), trainer.takeHistory(), data->preprocessor);
    return readWholeFile(path);
}

/// A file taken apart, to be changed and put together again.
struct TakenApart {
    std::string bytes;
    SafetensorsView file;
    /// New bytes of tensors.
    std::map<std::string, std::string> changed;

    explicit TakenApart(std::string whole) : bytes(std::move(whole)), file(viewSafetensors(bytes, "test")) {}

    std::string& numbersOf(const std::string& tensor) {
        std::string& own = changed[tensor];
        own = std::string(file.tensors.at(tensor).bytes);
        return own;
    }
    template <class Number>
    void setNumber(const std::string& tensor, std::size_t place, Number number) {
        std::memcpy(numbersOf(tensor).data() + place * sizeof number, &number, sizeof number);
    }
    std::string together() {
        for (const auto& [name, own] : changed)
            file.tensors.at(name).bytes = own;
        std::string whole = safetensorsHeader(file);
        for (const auto& [name, tensor] : file.tensors)
            whole += tensor.bytes;
        return whole;
    }
};

std::optional<Problem> refusal(const std::string& bytes) {
    return thrownProblem([&] { decodeCheckpoint(bytes, "checkpoint.safetensors"); });
}

void verifyRefused(const std::string& bytes) {
    const std::optional<Problem> problem = refusal(bytes);
    QVERIFY(problem.has_value());
    QVERIFY2(problem->code == ProblemCode::RunUnreadable, describe(*problem).c_str());
    QVERIFY(isFullyDescribed(*problem));
}

}  // namespace

class CheckpointTest : public QObject {
    Q_OBJECT

private slots:
    void aStoppedRunEndsInTheSameBytes_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const StoppedRun& run : stoppedRuns())
            QTest::newRow(run.name.c_str()) << index++;
    }

    void aStoppedRunEndsInTheSameBytes() {
        QFETCH(int, index);
        const StoppedRun run = stoppedRuns()[std::size_t(index)];
        const TrainingDataPtr data = prepareSample(run.sample, run.hyperparameters);
        Trainer unstopped(data, run.hyperparameters, kSmallPieces);
        run.before(unstopped);
        const std::int64_t stoppedAt = unstopped.state().step;
        run.after(unstopped);
        QVERIFY(unstopped.state().step > stoppedAt);

        const QTemporaryDir folder;
        const std::string path = folder.filePath("checkpoint.safetensors").toStdString();
        {
            Trainer stopped(data, run.hyperparameters, kSmallPieces);
            run.before(stopped);
            const CommaLocale locale;
            writeCheckpoint(path, stopped.state(), stopped.takeHistory(), data->preprocessor);
            verifySame(readCheckpoint(path).state, stopped.state());
        }
        const CommaLocale locale;
        Checkpoint checkpoint = readCheckpoint(path);
        QVERIFY(checkpoint.preprocessor.columns() == data->preprocessor.columns());
        Trainer resumed(data, run.hyperparameters, kSmallPieces);
        QVERIFY(resumed.canRestore(checkpoint.state));
        resumed.restore(std::move(checkpoint.state));
        run.after(resumed);
        verifySame(resumed.state(), unstopped.state());
        checkpoint.history.append(resumed.takeHistory());
        verifySame(checkpoint.history, unstopped.takeHistory());
    }

    void parametersThatHaveJustBecomeInfiniteAreNotWorthKeeping() {
        TrainerState state;
        state.parameters = Vector::Ones(3);
        QVERIFY(isWorthKeeping(state));
        state.parameters[1] = std::numeric_limits<Scalar>::infinity();
        QVERIFY(!isWorthKeeping(state));
        state.parameters[1] = std::numeric_limits<Scalar>::quiet_NaN();
        QVERIFY(!isWorthKeeping(state));
    }

    /// The mean of squares of a parameter whose gradient was once huge stays infinite; the run goes on.
    void anInfiniteMomentIsKept() {
        TakenApart file(someCheckpoint());
        file.setNumber("optimizer.second_moment", 0, std::numeric_limits<float>::infinity());
        QVERIFY(std::isinf(decodeCheckpoint(file.together(), "test").state.optimizer.secondMoment[0]));
    }

    void aStateOfAnotherRunIsNotTaken_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("other sizes") << "latent"
                                     << "3";
        QTest::newRow("same sizes, other meaning") << "activation"
                                                   << "tanh";
        QTest::newRow("other rows") << "seed"
                                    << "7";
        QTest::newRow("no validation rows") << "validation"
                                            << "0";
    }

    void aStateOfAnotherRunIsNotTaken() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        const Hyperparameters hyperparameters = smallModel();
        Hyperparameters others = hyperparameters;
        const HyperparameterSpec& spec = hyperparameterSpec(key.toStdString());
        setHyperparameter(others, spec, parseHyperparameter(spec, value.toStdString()));
        const Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        const Trainer other(prepareSample("iris", others), others, {});
        QVERIFY(trainer.canRestore(trainer.state()));
        QVERIFY(!trainer.canRestore(other.state()));
        TrainerState beyond(trainer.state());
        beyond.position = Index(trainer.data().split.training.size());
        QVERIFY(!trainer.canRestore(beyond));
    }

    void aStateThatCannotBeIsRefused_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* pointer, const char* value) {
            QTest::newRow((std::string(pointer) + " = " + value).c_str()) << pointer << value;
        };
        row("/step", "-1");
        row("/step", "1.5");
        row("/step", "1e300");
        row("/step", "18446744073709551615");
        row("/step", "\"5\"");
        row("/step", "3");
        row("/epoch", "4294967296");
        row("/position", "-3");
        row("/position", "9007199254740993");
        row("/validation_due", "1");
        row("/optimizer_steps", "-1");
        row("/best/elbo", "null");
        row("/best/elbo", "\"NaN\"");
        row("/best/epoch", "-1");
        row("/plateau_factor", "2");
        row("/plateau_factor", "-1");
        row("/plateau_factor", "null");
        row("/last_finite/epoch", "-1");
        row("/last_finite", "null");
        row("/interval/rows", "-1");
        row("/interval/loss", "null");
        row("/edits", "{}");
        row("/divergences", "-1");
        row("/hyperparameters/beta", "-1");
        row("/hyperparameters/optimizer", "\"magic\"");
        row("/hyperparameters/batch", "0");
        row("", "null");
        row("", "[]");
    }

    void aStateThatCannotBeIsRefused() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        TakenApart file(someCheckpoint());
        Json state = Json::parse(file.file.metadata.at("state"));
        state.at(Json::json_pointer(pointer.toStdString())) = Json::parse(value.toStdString());
        file.file.metadata["state"] = state.dump();
        verifyRefused(file.together());
    }

    void metadataThatCannotBeAreRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* key, const char* value) {
            QTest::newRow((std::string(key) + " = " + value).c_str()) << key << value;
        };
        row("format", "pt");
        row("version", "2");
        row("state", "");
        row("state", "{");
        row("edits", "{}}");
        row("edits", "[{}]");
        const char* const edit =
            R"([{"step":%1,"epoch":1,"hyperparameter":"%2","before":1,"after":%3,"divergences":%4,"validated":true}])";
        row("edits", qPrintable(QString(edit).arg("6", "beta", "1", "0")));
        row("edits", qPrintable(QString(edit).arg("-1", "beta", "1", "0")));
        row("edits", qPrintable(QString(edit).arg("3", "gamma", "1", "0")));
        row("edits", qPrintable(QString(edit).arg("3", "beta", "-1", "0")));
        row("edits", qPrintable(QString(edit).arg("3", "beta", "\"x\"", "0")));
        row("recoveries", "[{\"step\":-1,\"divergences\":0,\"validated\":true}]");
        row("recoveries", "[1]");
        row("preprocessing", "{\"columns\":[]}");
        row("preprocessing", "7");
    }

    void metadataThatCannotBeAreRefused() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        TakenApart file(someCheckpoint());
        file.file.metadata[key.toStdString()] = value.toStdString();
        verifyRefused(file.together());
        file.file.metadata.erase(key.toStdString());
        verifyRefused(file.together());
    }

    void numbersThatCannotBeAreRefused_data() {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<int>("place");
        QTest::addColumn<double>("number");
        const double infinity = std::numeric_limits<double>::infinity();
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const char* const tensor : {"parameters", "best.parameters", "last_finite.parameters"}) {
            QTest::newRow(qPrintable(QString("infinite %1").arg(tensor))) << tensor << 2 << infinity;
            QTest::newRow(qPrintable(QString("no number in %1").arg(tensor))) << tensor << 2 << nan;
        }
        for (const char* const prefix : {"optimizer.", "last_finite.optimizer."}) {
            const QString name(prefix);
            QTest::newRow(qPrintable("no number in the first moment of " + name))
                << name + "first_moment" << 1 << nan;
            QTest::newRow(qPrintable("no number in the second moment of " + name))
                << name + "second_moment" << 1 << nan;
            QTest::newRow(qPrintable("negative second moment of " + name))
                << name + "second_moment" << 1 << -1.0;
        }
        for (const double step : {-1.0, 1.5, 6.0, 1e300, nan, infinity})
            for (const char* const tensor : {"history.training", "history.validation"})
                QTest::newRow(qPrintable(QString("step %1 of %2").arg(step).arg(tensor)))
                    << tensor << 0 << step;
        QTest::newRow("epoch without end") << "history.training" << 1 << infinity;
        QTest::newRow("epoch before the first") << "history.validation" << 1 << -1.0;
    }

    void numbersThatCannotBeAreRefused() {
        QFETCH(QString, tensor);
        QFETCH(int, place);
        QFETCH(double, number);
        TakenApart file(someCheckpoint());
        QCOMPARE(refusal(file.together()), std::nullopt);
        if (tensor.startsWith("history"))
            file.setNumber(tensor.toStdString(), std::size_t(place), number);
        else
            file.setNumber(tensor.toStdString(), std::size_t(place), float(number));
        verifyRefused(file.together());
    }

    void tensorsOfOtherShapesAreRefused() {
        const TakenApart whole(someCheckpoint());
        for (const auto& [name, tensor] : whole.file.tensors) {
            const bool history = tensor.type == "F64";
            TakenApart without(whole.bytes);
            without.file.tensors.erase(name);
            verifyRefused(without.together());
            TakenApart empty(whole.bytes);
            empty.changed[name] = "";
            empty.file.tensors.at(name).shape = {0};
            verifyRefused(empty.together());
            TakenApart shorter(whole.bytes);
            shorter.numbersOf(name).resize(tensor.bytes.size() - (history ? 8 : 4));
            shorter.file.tensors.at(name).shape = {Index(tensor.bytes.size()) / (history ? 8 : 4) - 1};
            verifyRefused(shorter.together());
            TakenApart otherType(whole.bytes);
            otherType.file.tensors.at(name) = {.type = history ? "F32" : "F64",
                                               .shape = {Index(tensor.bytes.size()) / (history ? 4 : 8)},
                                               .bytes = tensor.bytes};
            verifyRefused(otherType.together());
        }
    }

    void aFileCutOffAnywhereIsRefused() {
        const std::string bytes = someCheckpoint();
        for (std::size_t size = 0; size < bytes.size(); size += size < 64 ? 1 : 37)
            verifyRefused(bytes.substr(0, size));
        verifyRefused(bytes + '\0');
    }

    /// It is refused, or harmless: a bit of a weight, or of a name that nothing reads.
    void aFlippedBitNeverDoesWorse() {
        const std::string bytes = someCheckpoint();
        std::mt19937 random(1);
        int refused = 0;
        for (int i = 0; i < 3000; ++i) {
            std::string broken = bytes;
            char& byte = broken[std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(random)];
            byte = char(byte ^ (1 << std::uniform_int_distribution<int>(0, 7)(random)));
            try {
                const Checkpoint checkpoint = decodeCheckpoint(broken, "test");
                QVERIFY(isWorthKeeping(checkpoint.state));
            } catch (const Error& error) {
                QVERIFY(error.problem().code == ProblemCode::RunUnreadable);
                ++refused;
            }
        }
        QVERIFY(refused > 300);
    }

    /// Written once and for all, two epochs into a run; behind a byte that is for the fuzzer.
    void aCheckpointOfTheFirstVersionIsStillRead() {
        const std::string kept =
            readWholeFile(LATENTSCAPE_SOURCE_DIR "/tests/fuzz/corpus/checkpoint/checkpoint");
        const Checkpoint checkpoint = decodeCheckpoint(std::string_view(kept).substr(1), "test");
        QCOMPARE(checkpoint.state.epoch, 2u);
        QCOMPARE(checkpoint.history.validation.size(), std::size_t(3));
        QCOMPARE(checkpoint.preprocessor.columns().size(), std::size_t(1));
    }

    void aCheckpointThatIsNotThereIsNamed() {
        const std::optional<Problem> problem = thrownProblem([] { readCheckpoint("/nowhere/checkpoint"); });
        QVERIFY(problem && problem->code == ProblemCode::FileNotFound);
    }
};

QTEST_GUILESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
