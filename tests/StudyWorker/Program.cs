using System.Globalization;

// Works on a study until it is over, and prints a line for every trial it begins.
// Usage: StudyWorker synthetic STORAGE TRIALS
//    or: StudyWorker real STORAGE TRIALS GUNPOINT.csv.gz
// It ends when its standard input does, so that it does not outlive the test that started it.
var ending = new Thread(EndWithInput) { IsBackground = true };
ending.Start();

var (storage, trialCount) = (args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
switch (args[0])
{
    case "synthetic":
        SyntheticStudy.Run(storage, trialCount);
        break;
    case "real":
        RealStudy.Run(storage, trialCount, args[3]);
        break;
    default:
        throw new ArgumentException($"There is no study '{args[0]}'.");
}

static void EndWithInput()
{
    while (Console.In.Read() >= 0)
    {
    }
    Environment.Exit(3);
}
