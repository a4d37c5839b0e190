using Analytics.App.Commands;
using Analytics.App.Console;

using Interruption interruption = new();
return await AnalyticsCommand.RunAsync(args, Terminal.OfProcess(), interruption);
