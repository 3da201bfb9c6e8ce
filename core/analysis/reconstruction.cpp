#include "core/analysis/reconstruction.h"

#include "core/analysis/row_details.h"

namespace latentscape {

RowReconstruction reconstructRow(const Dataset& dataset, const Preprocessor& preprocessor,
                                 const EncodedTable& table, const ModelSnapshot& model, Index row) {
    return rowDetails(dataset, preprocessor, table, model, row).reconstruction;
}

}  // namespace latentscape
