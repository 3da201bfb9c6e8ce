// A thousand training steps beside the same ones in PyTorch: tests/data/training_goldens.py.

#include <QTest>
#include <cmath>
#include <map>

#include "core/model/vae.h"
#include "core/training/optimizer.h"
#include "tests/support/goldens.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

class PytorchAgreementTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void lossAndGradientsFollowPytorch_data();
    void lossAndGradientsFollowPytorch();

private:
    struct Step {
        double loss = 0;
        Vector gradient;
        /// After the step.
        Vector parameters;
    };

    nlohmann::json m_goldens;
    ParameterLayout m_layout;
    /// Those with a golden, by number.
    std::map<int, Step> m_steps;
};

namespace {

constexpr Index kColumns = 30;
constexpr Index kBatch = 64;
constexpr Index kLatent = 4;

/// The script's numbers in (−1, 1) that look random.
Scalar scattered(std::int64_t stream, std::int64_t n) {
    return Scalar((n * n * n + 31 * n * n + 97 * n + 5003 * stream) % 8191 - 4095) / Scalar(4096);
}

/// kColumns × rows of the table, each column with mean 0 and variance 1.
Matrix standardisedTable() {
    const DatasetPtr dataset = readSample("breast_cancer");
    Matrix x(kColumns, dataset->rows());
    for (Index column = 0; column < kColumns; ++column) {
        const ColumnValues& values = dataset->column(column).values;
        Eigen::ArrayXd centred(x.cols());
        std::copy(values.begin(), values.end(), centred.begin());
        centred -= centred.mean();
        x.row(column) = (centred / std::sqrt(centred.square().mean())).cast<Scalar>();
    }
    return x;
}

/// Largest value of a weight or bias at the start.
Scalar startBound(const std::string& block) {
    if (block.starts_with("encoder.0"))
        return Scalar(0.1875);
    return block.starts_with("decoder.0") || block.starts_with("noise") ? Scalar(0.5) : Scalar(0.125);
}

Vector startParameters(const ParameterLayout& layout) {
    Vector parameters = Vector::Zero(layout.size());
    for (std::size_t block = 0; block < layout.blocks().size(); ++block)
        for (Index i = 0; i < layout.block(block).size(); ++i)
            layout.vector(parameters, block)[i] =
                scattered(std::int64_t(block), i) * startBound(layout.block(block).name);
    return parameters;
}

double norm(const Vector& values) {
    return values.cast<double>().norm();
}

/// Ten times what float32 in PyTorch itself drifts away from float64 in so many steps.
struct Tolerance {
    /// In nats.
    double loss = 0;
    /// As a share of the norm of the block of parameters.
    double gradient = 0;
};

Tolerance toleranceAt(int step) {
    if (step == 1)
        return {2e-5, 2e-6};
    return step <= 100 ? Tolerance{2e-5, 4e-6} : Tolerance{1e-4, 3e-5};
}

}  // namespace

void PytorchAgreementTest::initTestCase() {
    m_goldens = readGoldens("training_goldens.json");
    for (const nlohmann::json& golden : m_goldens)
        m_steps[golden["step"]] = {};
    const int lastStep = m_steps.rbegin()->first;
    const Vae vae({.blocks = {{.likelihood = "gaussian",
                               .features = kColumns,
                               .noiseFloor = std::vector<double>(kColumns, 0.01),
                               .noise = NoiseForm::Feature}},
                   .hidden = {64, 64},
                   .latent = kLatent,
                   .activation = Activation::Silu});
    m_layout = vae.layout();
    const Matrix table = standardisedTable();
    Vector parameters = startParameters(m_layout);
    Vector gradient = Vector::Zero(m_layout.size());
    OptimizerState optimizer(m_layout.size());
    VaeWorkspace workspace;
    vae.reserve(workspace, kBatch);
    Matrix x(kColumns, kBatch);
    const Matrix noMask(0, 0);
    for (int step = 1; step <= lastStep; ++step) {
        for (Index row = 0; row < kBatch; ++row) {
            const Index place = (step - 1) * kBatch + row;
            x.col(row) = table.col(place % table.cols());
            for (Index j = 0; j < kLatent; ++j)
                workspace.noise(j, row) = 2 * scattered(100, place * kLatent + j);
        }
        const Batch batch{.x = x, .mask = noMask};
        const LossSums sums = vae.forward(parameters, batch, workspace);
        vae.backward(parameters, batch, Vector::Ones(kLatent), Scalar(1) / kBatch, workspace, gradient);
        ++optimizer.steps;
        updateParameters({.kind = OptimizerKind::Adam, .learningRate = 1e-3}, optimizer, gradient, 1,
                         {0, m_layout.size()}, parameters);
        if (m_steps.contains(step))
            m_steps[step] = {(sums.reconstruction + sums.kl) / double(kBatch), gradient, parameters};
    }
}

void PytorchAgreementTest::lossAndGradientsFollowPytorch_data() {
    QTest::addColumn<int>("record");
    for (std::size_t i = 0; i < m_goldens.size(); ++i)
        QTest::addRow("step %d", m_goldens[i]["step"].get<int>()) << int(i);
}

void PytorchAgreementTest::lossAndGradientsFollowPytorch() {
    QFETCH(int, record);
    const nlohmann::json& golden = m_goldens[std::size_t(record)];
    const Step& step = m_steps.at(golden["step"]);
    const Tolerance tolerance = toleranceAt(golden["step"]);
    const auto near = [&](double value, double reference, double size) {
        return std::abs(value - reference) <= tolerance.gradient * size;
    };
    QCOMPARE_LE(std::abs(step.loss - golden["loss"].get<double>()), tolerance.loss);
    QVERIFY(near(norm(step.gradient), golden["gradient norm"], golden["gradient norm"]));
    QCOMPARE(m_layout.blocks().size(), golden["blocks"].size());
    for (std::size_t i = 0; i < m_layout.blocks().size(); ++i) {
        const std::string& name = m_layout.block(i).name;
        const nlohmann::json& block = golden["blocks"][name];
        const Vector gradient = m_layout.vector(step.gradient, i);
        const Vector parameters = m_layout.vector(step.parameters, i);
        const Index entry = block["entry"];
        const double gradientNorm = block["gradient norm"];
        const double parameterNorm = block["parameter norm"];
        QVERIFY2(near(norm(gradient), gradientNorm, gradientNorm), name.c_str());
        QVERIFY2(near(double(gradient[entry]), block["gradient"], gradientNorm), name.c_str());
        QVERIFY2(near(norm(parameters), parameterNorm, parameterNorm), name.c_str());
        QVERIFY2(near(double(parameters[entry]), block["parameter"], parameterNorm), name.c_str());
    }
}

QTEST_GUILESS_MAIN(PytorchAgreementTest)
#include "pytorch_agreement_test.moc"
