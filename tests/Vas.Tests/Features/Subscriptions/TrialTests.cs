using System;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>V2, V3: a trial is stated in the prompt, charges nothing, ends by itself and never turns paid.</summary>
public sealed class TrialTests(VasFixture platform) : IClassFixture<VasFixture>
{
    [Fact]
    public async Task A_trial_charges_nothing_and_ends_and_the_paid_one_needs_a_yes_of_its_own()
    {
        await using var requested = await EventTap<SubscriptionRequested>.OpenAsync(platform.Messaging);
        await using var confirmed = await EventTap<SubscriptionConfirmed>.OpenAsync(platform.Messaging);
        await using var ended = await EventTap<SubscriptionEnded>.OpenAsync(platform.Messaging);
        await using var renewing = await EventTap<SubscriptionRenewing>.OpenAsync(platform.Messaging);
        var (shop, who, service) = (await Shop.OpenAsync(platform), platform.Billing.Open(), Guid.CreateVersion7());
        await shop.AddServiceAsync(service, "新闻", "News", trialDays: 7);

        var trial = await shop.SubscribedAsync(who, service);

        (await requested.FirstAsync(it => it.SubscriptionId == trial.Id)).Event.TrialDays.ShouldBe(7);
        var until = (await confirmed.FirstAsync(it => it.SubscriptionId == trial.Id)).Event.TrialEndsOn!.Value;
        using var early = await shop.ChargeAsync("in-trial", trial, service: service);
        (await Shop.CodeOf(early)).ShouldBe("charge.in-trial");
        platform.MoveBusinessTime(TimeSpan.FromDays(6));
        (await shop.StatusOf(trial.Id)).ShouldBe("Active");
        platform.MoveBusinessTime(TimeSpan.FromDays(1));
        (await ended.FirstAsync(it => it.SubscriptionId == trial.Id)).Event.Reason.ShouldBe("trialOver");
        until.ShouldBe(DateOnly.FromDateTime(platform.Now.UtcDateTime.AddHours(8)));
        using var late = await shop.ChargeAsync("after-trial", trial, service: service);
        (await Shop.CodeOf(late)).ShouldBe("charge.after-stop");

        var paid = await shop.SubscribedAsync(who, service);

        (await requested.FirstAsync(it => it.SubscriptionId == paid.Id)).Event.TrialDays.ShouldBe(0);
        using var charged = await shop.ChargeAsync("paid", paid, service: service);
        charged.EnsureSuccessStatusCode();
        (await charged.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken))
            .GetProperty("status")
            .GetString()
            .ShouldBe("posted");
        renewing.Heard.ShouldNotContain(it => it.Event.SubscriptionId == trial.Id);
    }
}
