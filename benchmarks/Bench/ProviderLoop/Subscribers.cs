using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Notifications.Contracts.Events.V1;
using Npgsql;

namespace Bench.ProviderLoop;

/// <summary>A subscription that may be charged.</summary>
internal sealed record Subscriber(string SubscriptionId, string ServiceId, decimal Price);

/// <summary>
/// The seeded operator's customers subscribe to services of provider 1 as they do in life: an agent asks for them, the prompt
/// goes out, and a 是 to its number comes in (features.md V3). Only the way through Kannel is left out: what came in stands
/// in Notifications' outbox.
/// </summary>
internal static class Subscribers
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The p-th of the seed's 20.</summary>
    public static string ProviderId(int p) => $"0190c000-0000-7000-8000-{p:x12}";

    /// <summary>A provider's k-th service: 1 by the month, 3 for once.</summary>
    public static string ServiceId(int k, int provider = 1) => $"0190c001-0000-7000-8000-{(provider * 100) + k:x12}";

    public static string AccountId(int n) => $"0190a000-0000-7000-8000-{n:x12}";

    /// <param name="gateway">As an agent.</param>
    /// <param name="customers">From the first number to the last; each takes each service.</param>
    /// <param name="services">By <see cref="ServiceId"/>.</param>
    public static async Task<IReadOnlyList<Subscriber>> SubscribeAsync(
        Stage stage,
        GatewayClient gateway,
        Range customers,
        params int[] services
    )
    {
        var prompts = new System.Collections.Concurrent.ConcurrentBag<(
            Subscriber Subscriber,
            string From,
            string To
        )>();
        await Parallel.ForEachAsync(
            from n in Enumerable.Range(customers.Start.Value, customers.End.Value - customers.Start.Value)
            from k in services
            select (n, k),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (wanted, _) =>
            {
                var number = $"138{wanted.n:00000000}";
                var made = await gateway.PostAsync(
                    "/api/vas/v1/subscriptions",
                    new
                    {
                        serviceId = ServiceId(wanted.k),
                        accountId = AccountId(wanted.n),
                        serviceNumber = number,
                    }
                );
                prompts.Add(
                    (
                        new(made.Text("id"), ServiceId(wanted.k), made.Body.GetProperty("price").GetDecimal()),
                        number,
                        made.Text("replyNumber")
                    )
                );
            }
        );
        var asked = prompts.ToList();
        await AnswerAsync(stage, asked.ConvertAll(prompt => (prompt.From, prompt.To)));
        await ActiveAsync(stage, [.. asked.Select(prompt => Guid.Parse(prompt.Subscriber.SubscriptionId))]);
        return asked.ConvertAll(prompt => prompt.Subscriber);
    }

    private static async Task AnswerAsync(Stage stage, List<(string From, string To)> prompts)
    {
        await using var notifications = await stage.DatabaseAsync("notifications");
        await using var rows = notifications.CreateCommand(
            """
            insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, recorded_at)
            select gen_random_uuid(), $1, jsonb_build_object(
                     'MessageId', gen_random_uuid(), 'Version', 1, 'From', p.sent_from, 'To', p.sent_to, 'Text', '是',
                     'ReceivedAt', now()
                   ), gen_random_uuid(), 1, now()
              from unnest($2, $3) as p (sent_from, sent_to)
            """
        );
        rows.Parameters.Add(new() { Value = typeof(InboundMessageReceived).FullName! });
        rows.Parameters.Add(new() { Value = prompts.Select(prompt => prompt.From).ToArray() });
        rows.Parameters.Add(new() { Value = prompts.Select(prompt => prompt.To).ToArray() });
        await rows.ExecuteNonQueryAsync();
    }

    private static async Task ActiveAsync(Stage stage, Guid[] ids)
    {
        await using var vas = await stage.DatabaseAsync("vas");
        await using var open = vas.CreateCommand(
            "select count(*) from vas_subscriptions where id = any($1) and status <> 'Active'"
        );
        open.Parameters.Add(new() { Value = ids });
        using var late = new CancellationTokenSource(Patience);
        while ((long)(await open.ExecuteScalarAsync())! > 0)
        {
            await Task.Delay(100, late.Token);
        }
    }
}
