using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MLNetDeep.AutoML;

/// <summary>The out-of-fold predictions of a study.</summary>
internal sealed class PredictionTable(long studyId)
{
    public void Write(StoreSession session, int trial, FoldPredictions predictions)
    {
        var labels = ToBytes(predictions.Labels);
        var hash = Convert.ToHexStringLower(SHA256.HashData(labels));
        session.Execute(
            "INSERT INTO mlnetdeep_labels (study_id, hash, labels) VALUES (@study, @hash, @labels) ON CONFLICT (study_id, hash) DO NOTHING",
            ("study", studyId), ("hash", hash), ("labels", labels));
        session.Execute(
            "INSERT INTO mlnetdeep_predictions (study_id, trial, fold, width, scores, labels_hash) "
            + "VALUES (@study, @trial, @fold, @width, @scores, @hash) ON CONFLICT (study_id, trial, fold) DO NOTHING",
            ("study", studyId), ("trial", (long)trial), ("fold", (long)predictions.Fold), ("width", (long)predictions.Width),
            ("scores", ToBytes(predictions.Scores)), ("hash", hash));
    }

    public List<FoldPredictions> Read(StoreSession session, int trial) => session.Query(
        "SELECT p.fold, p.width, p.scores, l.labels FROM mlnetdeep_predictions p "
        + "JOIN mlnetdeep_labels l ON l.study_id = p.study_id AND l.hash = p.labels_hash "
        + "WHERE p.study_id = @study AND p.trial = @trial ORDER BY p.fold",
        reader => new FoldPredictions(
            (int)reader.GetInt64(0), (int)reader.GetInt64(1), ToFloats((byte[])reader.GetValue(2)), ToFloats((byte[])reader.GetValue(3))),
        ("study", studyId), ("trial", (long)trial));

    // Little-endian on every machine.
    private static byte[] ToBytes(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return bytes;
    }

    private static float[] ToFloats(byte[] bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return values;
    }
}
