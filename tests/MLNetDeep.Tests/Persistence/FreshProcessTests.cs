using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>A saved model in a process that was never told about MLNetDeep's types, and that must not load libtorch.</summary>
public sealed class FreshProcessTests
{
    [Fact]
    public void LoadsWithAPlainCallAndPredictsTheSameNumbers()
    {
        var ml = new MLContext(seed: 1);
        var rows = Tables.Rows(40, missing: 0.2);
        var data = Tables.View(ml, rows);
        var model = ml.BinaryClassification.Trainers.Mlp(Tables.Small()).Fit(data);
        var zip = Path.Combine(Path.GetTempPath(), $"mlnetdeep-{Guid.NewGuid():N}.zip");
        try
        {
            ml.Model.Save(model, data.Schema, zip);
            var printed = FreshProgram.Run(rows.Select(row => string.Join(' ', row.Features.Select(Format))), zip);
            Assert.Equal(model.Transform(data).Column<float>("Score").Select(Format), printed);
        }
        finally
        {
            File.Delete(zip);
        }
    }

    private static string Format(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
