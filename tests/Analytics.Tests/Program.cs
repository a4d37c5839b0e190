using Analytics.Tests.Faults;
using Xunit.Runner.InProc.SystemConsole;

// The tests of faults need a reader in another process, and this program is at hand.
if (args is [ReaderProcess.Word]) return ReaderProcess.Serve(Console.In, Console.Out);
return await ConsoleRunner.Run(args);
