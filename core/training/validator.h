#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/support/parallel.h"
#include "core/training/metrics_history.h"
#include "core/training/training_data.h"

namespace latentscape {

/// Judges a model by rows that it does not learn from, always with the same noise, so that two results differ
/// by the model alone.
class Validator {
public:
    /// The team is used by one caller at a time, for work above `parallelThreshold` operations.
    Validator(TrainingDataPtr data, std::shared_ptr<const Vae> vae, const Random& random, WorkerTeam& team,
              double parallelThreshold);

    /// Mean terms over `rows`, in nats per row: β = 1, no dropout, and with few rows several ε a row.
    LossTerms evaluate(const Vector& parameters, const RowList& rows);

    /// How far an evaluation in pieces has come.
    struct Progress {
        Index chunks = 0;
        LossSums sums;
    };
    /// The next piece of evaluate(), of about `operations` floating-point operations; the terms with the last
    /// one. They do not depend on how large the pieces are.
    std::optional<LossTerms> evaluateSome(const Vector& parameters, const RowList& rows, double operations,
                                          Progress& progress);

    /// Posterior means of `rows` into the columns of `means` from `firstColumn` on.
    void encodeMeans(const Vector& parameters, std::span<const Index> rows, Matrix& means, Index firstColumn);

private:
    /// One chunk of rows; chunks are worked on in groups of these.
    struct Chunk {
        VaeWorkspace workspace;
        Matrix x;
        Matrix mask;
        LossSums sums;
    };

    Batch gather(std::span<const Index> rows, Chunk& chunk) const;

    TrainingDataPtr m_data;
    std::shared_ptr<const Vae> m_vae;
    Random m_random;
    WorkerTeam& m_team;
    double m_parallelThreshold;
    std::vector<Chunk> m_chunks;
};

/// Draws of ε a row: eight, fewer once the rows themselves average the noise out.
Index validationDraws(Index rows);

}  // namespace latentscape
