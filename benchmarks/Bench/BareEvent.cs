using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using RabbitMQ.Client;

namespace Bench;

/// <summary>
/// The floor of whatever goes by events: one row and one event, nothing else, asked over the gateway until it is heard on the
/// broker. A seeded customer has a new number.
/// </summary>
internal static class BareEvent
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>How long each took, one after the other.</returns>
    public static async Task<List<TimeSpan>> MeasureAsync(
        GatewayClient clerk,
        IConnection broker,
        IEnumerable<string> accounts
    )
    {
        await using var contacts = await HeardOf.OpenAsync(
            broker,
            "Billing.Contracts.Events.V1:ContactChanged",
            "accountId"
        );
        var took = new List<TimeSpan>();
        foreach (var account in accounts)
        {
            var asked = Stopwatch.GetTimestamp();
            await clerk.PutAsync(
                $"/api/billing/v1/accounts/{account}/contact",
                new { phoneNumber = $"139{took.Count:00000000}", language = "zh" }
            );
            while (contacts.Of(account) is null)
            {
                if (Stopwatch.GetElapsedTime(asked) > Patience)
                {
                    throw new TimeoutException("A changed contact was not heard of.");
                }

                await Task.Delay(1);
            }

            took.Add(Stopwatch.GetElapsedTime(asked, contacts.Of(account)!.Value));
        }

        return took;
    }
}
