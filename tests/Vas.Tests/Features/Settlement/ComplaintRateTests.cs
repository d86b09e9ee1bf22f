using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V7: complaints make a rate as they close, and a threshold crossed is said at once.</summary>
public sealed class ComplaintRateTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private DateTimeOffset Now => platform.Now;
    private SettlementMonth Month => SettlementMonth.Of(Now, Shanghai);

    [Fact]
    public async Task The_fifth_upheld_complaint_makes_a_rate_and_moves_the_factor_once()
    {
        await using var changed = await EventTap<ComplaintRateChanged>.OpenAsync(platform.Messaging);
        var provider = await ProviderAsync(subscribers: 10_000);

        // 4 are too few; the 5th makes 5 per 10,000: 0.9; the 6th makes 6: 0.7.
        var cases = await CloseAsync(provider, 6);

        await RateAsync(provider, "upheld-v1", complaints: 6, 6, 0.7m);
        await RateAsync(provider, "all-v1", complaints: 6, 6, 0.7m);
        await changed.FirstAsync(it => it.ProviderId == provider.Id && it.Complaints == 6);
        var said = changed.Heard.Select(heard => heard.Event).Where(it => it.ProviderId == provider.Id).ToList();
        said.Select(it => (it.Definition, it.Complaints, it.Subscribers, it.Rate, it.PreviousFactor, it.Factor))
            .ShouldBe([("upheld-v1", 5, 10_000, 5m, 1m, 0.9m), ("upheld-v1", 6, 10_000, 6m, 0.9m, 0.7m)]);
        said.ShouldAllBe(it => it.ProviderNumber == provider.Number && it.Period == Month.ToString());
        said[1].Version.ShouldBeGreaterThan(said[0].Version);

        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
        var own = await partner.GetFromJsonAsync<JsonElement[]>("/api/vas/v1/complaintRates?definition=upheld-v1", Ct);
        own!
            .Single()
            .GetProperty("countedComplaints")
            .EnumerateArray()
            .Select(it => it.GetProperty("id").GetGuid())
            .ShouldBe(cases.Select(it => it.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_finding_that_is_changed_takes_its_complaint_out_again()
    {
        await using var changed = await EventTap<ComplaintRateChanged>.OpenAsync(platform.Messaging);
        var provider = await ProviderAsync(subscribers: 1_000);
        var cases = await CloseAsync(provider, 5);
        await changed.FirstAsync(it => it.ProviderId == provider.Id && it.Factor == 0.5m);

        await cases[0].ChangeFindingAsync(Now, isUpheld: false, version: 6);

        var said = (await changed.FirstAsync(it => it.ProviderId == provider.Id && it.Factor == 1)).Event;
        (said.Complaints, said.Rate, said.PreviousFactor).ShouldBe((4, 0, 0.5m)); // too few for a rate
        await RateAsync(provider, "all-v1", complaints: 5, 50, 0.5m);
    }

    [Fact]
    public async Task Events_count_once_in_whatever_order_and_however_often_they_come()
    {
        var provider = await ProviderAsync(subscribers: 1_000);
        var cases = Enumerable.Range(0, 5).Select(_ => CaseOf.About(platform, provider)).ToList();
        foreach (var it in cases)
        {
            await it.ChangeFindingAsync(Now, isUpheld: true, version: 6);
            await it.CloseAsync(Now);
            await it.CloseAsync(Now);
            await it.FindAsync(Now, isUpheld: false);
            await it.OpenAsync(Now);
        }

        await RateAsync(provider, "upheld-v1", complaints: 5, 50, 0.5m);
    }

    [Fact]
    public async Task A_hundred_complaints_at_once_are_a_hundred()
    {
        var provider = await ProviderAsync(subscribers: 1_000);

        await CloseAsync(provider, 100);

        await RateAsync(provider, "upheld-v1", complaints: 100, 1_000, 0.5m);
    }

    [Fact]
    public async Task A_burst_about_several_providers_moves_each_rate_case_by_case()
    {
        await using var changed = await EventTap<ComplaintRateChanged>.OpenAsync(platform.Messaging);
        List<ProviderRows> providers =
        [
            await ProviderAsync(1_000),
            await ProviderAsync(1_000),
            await ProviderAsync(1_000),
        ];
        var cases = (
            from n in Enumerable.Range(0, 20)
            from provider in providers
            select (Provider: provider, Case: CaseOf.About(platform, provider))
        ).ToList();

        // Together on the way, so that they are counted by batches; the first of each provider is heard of three times.
        await Task.WhenAll(cases.Select(it => it.Case.FindAsync(Now)));
        await Task.WhenAll(cases.Select(it => it.Case.CloseAsync(Now)));
        await Task.WhenAll(cases.Take(3).Select(it => it.Case.ChangeFindingAsync(Now, isUpheld: false, version: 6)));
        await Task.WhenAll(cases.Take(3).Select(it => it.Case.ChangeFindingAsync(Now, isUpheld: true, version: 7)));

        foreach (var provider in providers)
        {
            await RateAsync(provider, "upheld-v1", complaints: 20, 200, 0.5m);
            await RateAsync(provider, "all-v1", complaints: 20, 200, 0.5m);
        }

        foreach (var provider in providers)
        {
            await changed.FirstAsync(it => it.ProviderId == provider.Id && it.Complaints == 20);
            var said = changed.Heard.Select(heard => heard.Event).Where(it => it.ProviderId == provider.Id).ToList();
            said.Select(it => it.Version).ShouldBeInOrder(SortDirection.Ascending);
            said.Zip(said.Skip(1)).ShouldAllBe(it => Math.Abs(it.Second.Complaints - it.First.Complaints) == 1);
        }
    }

    [Fact]
    public async Task Who_subscribed_since_or_ended_before_is_no_base()
    {
        var provider = await ProviderAsync(subscribers: 100);
        var start = Month.StartsAt(Shanghai);
        await provider.SubscribeAsync(7, start); // the month's first moment is too late
        await provider.SubscribeAsync(9, start.AddDays(-40), endedAt: start.AddTicks(-10));

        await CloseAsync(provider, 5);

        await RateAsync(provider, "upheld-v1", complaints: 5, 500, 0.5m); // 5 of 100
    }

    [Fact]
    public async Task Each_service_has_a_rate_of_its_own_subscribers()
    {
        var provider = await ProviderAsync(subscribers: 1_000);
        var other = await provider.AddServiceAsync();
        await provider.SubscribeAsync(250, Month.StartsAt(Shanghai).AddDays(-10), service: other);
        await provider.SubscribeAsync(9, Month.StartsAt(Shanghai), service: other); // too late
        await CloseAsync(provider, 6);
        var unfounded = new CaseOf(platform.Neighbours, other);
        await unfounded.FindAsync(Now, isUpheld: false);
        await unfounded.CloseAsync(Now);
        foreach (var it in Enumerable.Range(0, 5).Select(_ => new CaseOf(platform.Neighbours, other)))
        {
            await it.FindAsync(Now);
            await it.CloseAsync(Now);
        }

        await RateAsync(provider, "all-v1", complaints: 12, 96, 0.5m); // 12 of 1,250

        (await ServiceRatesAsync(provider, "upheld-v1")).ShouldBe(
            [(provider.Service, 6, 1_000, 60), (other, 5, 250, 200)],
            ignoreOrder: true
        );
        (await ServiceRatesAsync(provider, "all-v1")).ShouldBe(
            [(provider.Service, 6, 1_000, 60), (other, 6, 250, 240)],
            ignoreOrder: true
        );
        using var stranger = platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7());
        (
            await stranger.GetFromJsonAsync<JsonElement[]>(
                $"/api/vas/v1/serviceComplaintRates?serviceId={provider.Service}",
                Ct
            )
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task P4_a_partner_sees_no_rate_but_its_own()
    {
        var provider = await ProviderAsync(subscribers: 1_000);
        await CloseAsync(provider, 5);
        await RateAsync(provider, "upheld-v1", complaints: 5, 50, 0.5m);

        using var other = platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7());

        (
            await other.GetFromJsonAsync<JsonElement[]>($"/api/vas/v1/complaintRates?providerId={provider.Id}", Ct)
        ).ShouldBeEmpty();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<ProviderRows> ProviderAsync(int subscribers)
    {
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.SubscribeAsync(subscribers, Month.StartsAt(Shanghai).AddDays(-10));
        return provider;
    }

    private async Task<List<CaseOf>> CloseAsync(ProviderRows provider, int count)
    {
        var cases = Enumerable.Range(0, count).Select(_ => CaseOf.About(platform, provider)).ToList();
        foreach (var it in cases)
        {
            await it.FindAsync(Now);
            await it.CloseAsync(Now);
        }

        return cases;
    }

    private async Task<IEnumerable<(Guid Service, int Complaints, int Subscribers, decimal Rate)>> ServiceRatesAsync(
        ProviderRows provider,
        string definition
    )
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: provider.Id);
        var rates = await partner.GetFromJsonAsync<JsonElement[]>(
            $"/api/vas/v1/serviceComplaintRates?period={Month}&definition={definition}",
            Ct
        );
        return rates!.Select(it =>
            (
                it.GetProperty("serviceId").GetGuid(),
                it.GetProperty("complaints").GetInt32(),
                it.GetProperty("subscribers").GetInt32(),
                it.GetProperty("rate").GetDecimal()
            )
        );
    }

    private async Task RateAsync(ProviderRows provider, string definition, int complaints, decimal rate, decimal factor)
    {
        using var finance = platform.Vas.As(Roles.Finance);
        var found = await Eventually.GetAsync(
            async () =>
            {
                var rates = await finance.GetFromJsonAsync<JsonElement[]>(
                    $"/api/vas/v1/complaintRates?providerId={provider.Id}&definition={definition}",
                    Ct
                );
                return rates is [var only] && only.GetProperty("complaints").GetInt32() == complaints
                    ? new Found(only)
                    : null;
            },
            $"{complaints} complaints by {definition}"
        );
        (found.Json.GetProperty("rate").GetDecimal(), found.Json.GetProperty("factor").GetDecimal()).ShouldBe(
            (rate, factor)
        );
    }

    private sealed record Found(JsonElement Json);
}
