using System;
using System.IO;
using System.Linq;
using Bench;
using Bench.BillRuns;
using Bench.Chaos;
using Bench.Clocks;
using Bench.Events;
using Bench.Intake;
using Bench.ProviderLoop;
using Bench.Rating;
using Bench.Restore;
using Bench.Settlement;
using Bench.Webhooks;

// ./bench builds and calls this: Bench NAME FOLDER COMMIT [--quick] [--with-peers]
if (args is not [var name, var folder, var commit, ..])
{
    Console.Error.WriteLine("Use ./bench NAME; it knows the rest.");
    return 2;
}

var results = new Results(folder, name, commit);
var quick = args.Contains("--quick");
try
{
    switch (name)
    {
        case "bills":
            await BillRunsBenchmark.RunAsync(results, folder, quick, withPeers: args.Contains("--with-peers"));
            return 0;
        case "chaos":
            await ChaosBenchmark.RunAsync(results, quick);
            return 0;
        case "charges":
            await ChargesBenchmark.RunAsync(results, quick);
            return 0;
        case "clocks":
            await ClocksBenchmark.RunAsync(results, quick);
            return 0;
        case "closes":
            await ClosesBenchmark.RunAsync(results, quick);
            return 0;
        case "events":
            await EventsBenchmark.RunAsync(results, quick);
            return 0;
        case "intake":
            await IntakeBenchmark.RunAsync(results, folder, quick, withPeers: args.Contains("--with-peers"));
            return 0;
        case "rating":
            await RatingBenchmark.RunAsync(results, quick);
            return 0;
        case "restore":
            await RestoreBenchmark.RunAsync(results, quick);
            return 0;
        case "settlement":
            await SettlementBenchmark.RunAsync(results, folder, quick);
            return 0;
        case "webhooks":
            await WebhooksBenchmark.RunAsync(results, quick);
            return 0;
        default:
            Console.Error.WriteLine($"There is no benchmark {name}.");
            return 2;
    }
}
catch (Exception e) when (e is IOException or TimeoutException)
{
    Console.Error.WriteLine(e.Message); // the platform is stopped and its folder gone by now
    return 1;
}
