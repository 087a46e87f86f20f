using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep;

public abstract partial class RowTransformer
{
    /// <summary>Saves into a model zip; ML.NET calls it.</summary>
    void ICanSaveModel.Save(ModelSaveContext context) => SavedParts.Save(context, ModelSignature, LoadName, ToParts());
}
