using System.Text.Json.Serialization;
using Microsoft.ML.Data;

/// <summary>A row of telco-churn.csv: what a request sends, and what the model was trained on.</summary>
public sealed class Customer
{
    [LoadColumn(0), JsonIgnore]
    public bool Churn { get; set; }

    [LoadColumn(1), JsonRequired]
    public float Female { get; set; }

    [LoadColumn(2), JsonRequired]
    public float SeniorCitizen { get; set; }

    [LoadColumn(3), JsonRequired]
    public float Partner { get; set; }

    [LoadColumn(4), JsonRequired]
    public float Dependents { get; set; }

    [LoadColumn(5), JsonRequired]
    public float Tenure { get; set; }

    [LoadColumn(6), JsonRequired]
    public float PhoneService { get; set; }

    [LoadColumn(7), JsonRequired]
    public string MultipleLines { get; set; } = "";

    [LoadColumn(8), JsonRequired]
    public string InternetService { get; set; } = "";

    [LoadColumn(9), JsonRequired]
    public string OnlineSecurity { get; set; } = "";

    [LoadColumn(10), JsonRequired]
    public string OnlineBackup { get; set; } = "";

    [LoadColumn(11), JsonRequired]
    public string DeviceProtection { get; set; } = "";

    [LoadColumn(12), JsonRequired]
    public string TechSupport { get; set; } = "";

    [LoadColumn(13), JsonRequired]
    public string StreamingTv { get; set; } = "";

    [LoadColumn(14), JsonRequired]
    public string StreamingMovies { get; set; } = "";

    [LoadColumn(15), JsonRequired]
    public string Contract { get; set; } = "";

    [LoadColumn(16), JsonRequired]
    public float PaperlessBilling { get; set; }

    [LoadColumn(17), JsonRequired]
    public string PaymentMethod { get; set; } = "";

    [LoadColumn(18), JsonRequired]
    public float MonthlyCharges { get; set; }

    /// <summary>New customers have none yet.</summary>
    [LoadColumn(19)]
    public float TotalCharges { get; set; } = float.NaN;
}

/// <summary>What the model says of a customer.</summary>
public sealed class Churn
{
    public bool PredictedLabel { get; set; }

    public float Probability { get; set; }

    public float Score { get; set; }
}
