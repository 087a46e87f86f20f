namespace Microsoft.ML.Trainers;

public abstract class TrainerInputBaseWithGroupId : TrainerInputBaseWithWeight
{
    private protected TrainerInputBaseWithGroupId()
    {
    }

    public string? RowGroupColumnName;
}
