using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Tariffs;
using Billing.Domain.Usage;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Billing.Tests.Features.Usage.UsageFixture;

namespace Billing.Tests.Features.Usage;

/// <summary>B4, B5: taken once, rated exactly, in any order and from any number of sides.</summary>
public sealed class UploadUsageTests(UsageFixture platform) : IClassFixture<UsageFixture>
{
    /// <summary>畅享39元套餐: 100 minutes, then 0.15 yuan each.</summary>
    private static readonly UsagePrice Minutes = new(UsageKind.Voice, 100, TierMode.Graduated, [new(null, 0.15m)]);

    /// <summary>5 GB, then three tiers.</summary>
    private static readonly UsagePrice Megabytes = new(
        UsageKind.Data,
        5_120,
        TierMode.Graduated,
        [new(1_024, 0.0049m), new(10_240, 0.0029m), new(null, 0.0019m)]
    );

    [Fact]
    public async Task A_batch_is_stored_rated_and_answered()
    {
        using var service = platform.Billing.As(Roles.Service);
        var body = new
        {
            source = "msc-1",
            records = new[] { Voice(1, 60, platform.Now), Voice(1, 60.5m, platform.Now), Sms(1, platform.Now) },
        };

        using var answer = await service.PostAsJsonAsync(Batches, body, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var batch = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        answer.Headers.Location!.ToString().ShouldBe($"{Batches}/{batch.GetProperty("id").GetString()}");
        Counts(batch).ShouldBe((3, 3, 0, 0));
        var month = await platform.MonthAsync(Mobile(1), "Voice", platform.Period);
        month.ShouldBe((120.5m, 0, 2, 120.5m, 3.075m));
        (await platform.MonthAsync(Mobile(1), "Sms", platform.Period)).ShouldBe((1, 0, 1, 1, 0));
    }

    [Fact]
    public async Task The_same_record_again_changes_nothing_in_whichever_batch_it_comes()
    {
        var record = Voice(9, 7.5m, platform.Now, "dup-1");

        var first = await platform.UploadAsync("msc-2", record, record with { Quantity = 7.50m });
        var again = await platform.UploadAsync("msc-2", record, Voice(9, 1, platform.Now, "dup-2"));
        var otherSource = await platform.UploadAsync("msc-3", record);

        Counts(first).ShouldBe((2, 1, 1, 0));
        Counts(again).ShouldBe((2, 1, 1, 0));
        Counts(otherSource).ShouldBe((1, 1, 0, 0));
        (await platform.MonthAsync(Mobile(9), "Voice", platform.Period)).Quantity.ShouldBe(16);
    }

    [Fact]
    public async Task A_key_that_comes_back_with_another_record_is_rejected()
    {
        var record = Voice(2, 3, platform.Now, "reused");
        await platform.UploadAsync("msc-4", record);

        var batch = await platform.UploadAsync(
            "msc-4",
            record with
            {
                Quantity = 4,
            },
            Voice(2, 1, platform.Now, "twice"),
            Voice(2, 2, platform.Now, "twice")
        );

        Counts(batch).ShouldBe((3, 1, 0, 2));
        Rejected(batch).ShouldBe([(0, "usage.key-reused"), (2, "usage.key-reused")]);
        (await platform.MonthAsync(Mobile(2), "Voice", platform.Period)).Quantity.ShouldBe(4);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_said_and_kept_and_the_others_are_taken()
    {
        var now = platform.Now;
        var good = Voice(3, 5, now);
        using var clerk = platform.Billing.As(Roles.Clerk);
        object?[] records =
        [
            good,
            null,
            good with
            {
                SourceKey = null,
            },
            good with
            {
                SourceKey = "fax",
                Kind = "fax",
            },
            good with
            {
                SourceKey = "none",
                Quantity = 0,
            },
            good with
            {
                SourceKey = "day",
                Quantity = 1_441,
            },
            good with
            {
                SourceKey = "soon",
                OccurredAt = now.AddHours(1),
            },
            good with
            {
                SourceKey = "old",
                OccurredAt = now.AddMonths(-25),
            },
            good with
            {
                SourceKey = "stranger",
                ServiceNumber = "13999999999",
            },
            good with
            {
                SourceKey = "water",
                ServiceNumber = "W30000003",
            },
            good with
            {
                SourceKey = "fibre",
                ServiceNumber = "B20000003",
            },
            Voice(3, 6, now, "last"),
        ];

        using var answer = await clerk.PostAsJsonAsync(Batches, new { source = "msc-5", records }, Ct);

        var batch = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Counts(batch).ShouldBe((12, 2, 0, 10));
        Rejected(batch)
            .ShouldBe([
                (1, "usage.malformed"),
                (2, "usage.malformed"),
                (3, "usage.malformed"),
                (4, "usage.implausible"),
                (5, "usage.implausible"),
                (6, "usage.in-future"),
                (7, "usage.too-old"),
                (8, "usage.unknown-number"),
                (9, "usage.no-plan"),
                (10, "usage.kind-not-in-plan"),
            ]);
        (await platform.MonthAsync(Mobile(3), "Voice", platform.Period)).Quantity.ShouldBe(11);
        var id = batch.GetProperty("id").GetString();
        var kept = await clerk.GetFromJsonAsync<JsonElement[]>($"/api/billing/v1/usageRejects?batchId={id}", Ct);
        kept!.Length.ShouldBe(10);
        var stranger = kept.Single(reject => reject.GetProperty("index").GetInt32() == 8);
        stranger.GetProperty("serviceNumber").GetString().ShouldBe("13999999999");
        stranger.GetProperty("quantity").GetDecimal().ShouldBe(5);
        stranger.GetProperty("code").GetString().ShouldBe("usage.unknown-number");
        var shown = await clerk.GetFromJsonAsync<JsonElement>($"{Batches}/{id}", Ct);
        shown.GetRawText().ShouldBe(batch.GetRawText());
    }

    [Fact]
    public async Task What_was_rejected_is_taken_under_the_same_key_once_it_is_right()
    {
        var wrong = Voice(5, 5, platform.Now, "repaired") with { ServiceNumber = "13999999998" };
        Counts(await platform.UploadAsync("msc-6", wrong)).ShouldBe((1, 0, 0, 1));

        Counts(await platform.UploadAsync("msc-6", wrong with { ServiceNumber = Number(5) })).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public async Task Records_of_several_months_in_any_order_add_up_to_each_months_charge()
    {
        var random = new Random(7);
        var sent = Enumerable
            .Range(0, 600)
            .Select(i =>
            {
                var at = platform.Now.AddMonths(-(i % 3)).AddMinutes(-random.Next(10_000));
                return i % 2 == 0
                    ? Voice(17, random.Next(1, 9_000) / 100m, at)
                    : new($"d{i}", Number(17), "data", random.Next(1, 400_000_000) / 1_000_000m, at);
            })
            .ToArray();
        random.Shuffle(sent);

        foreach (var batch in sent.Chunk(70))
        {
            Counts(await platform.UploadAsync("ggsn-1", batch)).ShouldBe((batch.Length, batch.Length, 0, 0));
        }

        for (var month = 0; month < 3; month++)
        {
            foreach (var (kind, price) in new[] { ("voice", Minutes), ("data", Megabytes) })
            {
                var period = PeriodOf(platform.Now.AddMonths(-month));
                var used = sent.Where(s => s.Kind == kind && PeriodOf(s.OccurredAt!.Value) == period);
                var expected = used.Sum(s => s.Quantity!.Value);
                var stored = await platform.MonthAsync(Mobile(17), kind == "voice" ? "Voice" : "Data", period);
                stored.ShouldBe((expected, 0, 100, expected, Rater.Charge(price, expected)));
                stored.Charge.ShouldBeGreaterThan(0);
            }
        }
    }

    [Fact]
    public async Task Uploads_that_race_for_the_same_plans_and_keys_lose_and_double_nothing()
    {
        await using var replica = platform.Billing.StartReplica();
        using var one = platform.Billing.As(Roles.Service);
        using var two = replica.As(Roles.Service);
        var at = platform.Now.AddMonths(-9); // a month that has no partition yet
        int[] customers = [6, 7, 9, 17, 19];
        var sent = Enumerable
            .Range(0, 1_000)
            .Select(i => Voice(customers[i % 5], (i % 37) + 0.25m, at.AddSeconds(i), $"race-{i}"))
            .ToArray();

        // Each record in two batches, one from each side and in the opposite order.
        var answers = await Task.WhenAll(
            sent.Chunk(125)
                .SelectMany(chunk =>
                    new[] { UploadAsync(one, "race", chunk), UploadAsync(two, "race", chunk.Reverse()) }
                )
        );

        answers.Sum(batch => batch.GetProperty("accepted").GetInt32()).ShouldBe(1_000);
        answers.Sum(batch => batch.GetProperty("duplicates").GetInt32()).ShouldBe(1_000);
        foreach (var n in customers)
        {
            var expected = sent.Where(s => s.ServiceNumber == Number(n)).Sum(s => s.Quantity!.Value);
            var month = await platform.MonthAsync(Mobile(n), "Voice", PeriodOf(at));
            (month.Quantity, month.Records, month.Stored).ShouldBe((expected, 200, expected));
        }

        var charged = await platform.MonthAsync(Mobile(17), "Voice", PeriodOf(at));
        charged.Charge.ShouldBe(Rater.Charge(Minutes, charged.Quantity));
        charged.Charge.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Late_usage_of_a_billed_month_stands_above_what_was_billed()
    {
        var lastMonth = platform.Now.AddMonths(-1);
        await platform.UploadAsync("msc-7", Voice(10, 20, lastMonth));
        await platform.ExecuteAsync(
            $"update usage_totals set billed_quantity = quantity where subscription_id = '{Mobile(10)}'"
        );

        await platform.UploadAsync("msc-7", Voice(10, 5, lastMonth.AddDays(-1)));

        var month = await platform.MonthAsync(Mobile(10), "Voice", PeriodOf(lastMonth));
        (month.Quantity, month.Billed).ShouldBe((25, 20));
    }

    [Fact]
    public async Task Usage_belongs_to_the_local_month_it_began_in()
    {
        var first = new DateTimeOffset(platform.Now.Year, platform.Now.Month, 1, 0, 0, 0, TimeSpan.FromHours(8));

        await platform.UploadAsync("msc-8", Voice(11, 1, first), Voice(11, 2, first.AddMicroseconds(-1)));

        (await platform.MonthAsync(Mobile(11), "Voice", platform.Period)).Quantity.ShouldBe(1);
        (await platform.MonthAsync(Mobile(11), "Voice", PeriodOf(platform.Now.AddMonths(-1)))).Quantity.ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_sent_again_under_its_idempotency_key_has_its_first_answer()
    {
        using var service = platform.Billing.As(Roles.Service);
        service.DefaultRequestHeaders.Add("Idempotency-Key", "batch-1");
        var body = new { source = "msc-9", records = new[] { Voice(13, 2, platform.Now) } };

        using var first = await service.PostAsJsonAsync(Batches, body, Ct);
        using var again = await service.PostAsJsonAsync(Batches, body, Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await again.Content.ReadAsStringAsync(Ct)).ShouldBe(await first.Content.ReadAsStringAsync(Ct));
        (await platform.MonthAsync(Mobile(13), "Voice", platform.Period)).Records.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, "records", "1 to 10000 records are taken.")]
    [InlineData(10_001, "records", "1 to 10000 records are taken.")]
    public async Task A_batch_has_bounds(int count, string field, string reason)
    {
        using var service = platform.Billing.As(Roles.Service);
        var records = Enumerable.Repeat(new Sent("k", "1", "voice", 1, null), count);

        using var answer = await service.PostAsJsonAsync(Batches, new { source = "msc", records }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe(reason);
    }

    [Fact]
    public async Task A_batch_does_not_use_up_the_keys_of_usages_that_others_post_one_by_one()
    {
        using var service = platform.Billing.As(Roles.Service);
        var body = new { source = "tmf635/channel-2", records = new[] { Voice(14, 1, platform.Now, "mine") } };

        using var answer = await service.PostAsJsonAsync(Batches, body, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("errors").TryGetProperty("source", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task P4_a_sender_sees_its_own_batches_only()
    {
        using var sender = platform.Billing.As(Roles.Channel, subject: "mediation-1");
        using var other = platform.Billing.As(Roles.Channel, subject: "mediation-2");
        var batch = await UploadAsync(sender, "msc-10", [Voice(14, 1, platform.Now)]);
        var address = new Uri($"{Batches}/{batch.GetProperty("id").GetString()}", UriKind.Relative);

        using var own = await sender.GetAsync(address, Ct);
        using var strange = await other.GetAsync(address, Ct);

        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        strange.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task P5_of_the_other_party_only_four_digits_are_kept_anywhere()
    {
        await platform.UploadAsync("msc-11", Voice(15, 1, platform.Now, "party") with { OtherParty = "13912345678" });

        var kept = await platform.Billing.ScalarAsync<string>(
            "select other_party from usage_records where source_key = 'party'"
        );

        kept.ShouldBe("****5678");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Sent Sms(int n, DateTimeOffset at) => new($"{Guid.CreateVersion7()}", Number(n), "sms", 1, at);

    private static (int, int, int, int) Counts(JsonElement batch) =>
        (
            batch.GetProperty("received").GetInt32(),
            batch.GetProperty("accepted").GetInt32(),
            batch.GetProperty("duplicates").GetInt32(),
            batch.GetProperty("rejected").GetArrayLength()
        );

    private static IEnumerable<(int, string)> Rejected(JsonElement batch) =>
        batch
            .GetProperty("rejected")
            .EnumerateArray()
            .Select(reject => (reject.GetProperty("index").GetInt32(), reject.GetProperty("code").GetString()!));
}
