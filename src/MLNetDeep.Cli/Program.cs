using System.Text;
using MLNetDeep.Cli;
using MLNetDeep.Cli.Output;

// The only place that touches the console: everything else writes to the streams it is given.
#pragma warning disable RS0030
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var isLive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("CI") is null or "" or "false";
var width = Console.IsOutputRedirected ? 80 : Math.Clamp(Console.WindowWidth, 60, 120);
return await Tool.RunAsync(args, new CliStreams(Console.Out, Console.Error, isLive, width), CancellationToken.None);
