namespace Microsoft.ML.Data;

/// <summary>The score of the current row, computed once however many columns ask for it.</summary>
internal sealed class ScalarRowScore(DataViewRow row, ValueGetter<VBuffer<float>> features, IScalarModel model)
{
    private VBuffer<float> _features;
    private long _position = -1;
    private float _score;

    public float Get()
    {
        if (_position != row.Position)
        {
            features(ref _features);
            _score = model.Score(_features);
            _position = row.Position;
        }
        return _score;
    }
}
