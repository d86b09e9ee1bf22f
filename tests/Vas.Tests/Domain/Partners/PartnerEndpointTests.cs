using System;
using System.Collections.Generic;
using Rules;
using Shouldly;
using Vas.Domain.Partners;
using Xunit;
using static Vas.Domain.Partners.PartnerEndpointAction;
using static Vas.Domain.Partners.PartnerEndpointStatus;

namespace Vas.Tests.Domain.Partners;

/// <summary>V10, N9: what an endpoint is told, who signs, and when it ends.</summary>
public sealed class PartnerEndpointTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FiveDays = TimeSpan.FromDays(5);

    private static readonly Dictionary<(PartnerEndpointStatus, PartnerEndpointAction), PartnerEndpointStatus> Allowed =
        new()
        {
            [(Active, Disable)] = Disabled,
            [(Disabled, Activate)] = Active,
            [(Active, End)] = Gone,
            [(Disabled, End)] = Gone,
        };

    [Fact]
    public void An_endpoint_moves_only_as_the_table_says()
    {
        foreach (var from in Enum.GetValues<PartnerEndpointStatus>())
        {
            foreach (var by in Enum.GetValues<PartnerEndpointAction>())
            {
                if (Allowed.TryGetValue((from, by), out var to))
                {
                    PartnerEndpointLifeCycle.Next(from, by).ShouldBe(to);
                }
                else
                {
                    Code(() => PartnerEndpointLifeCycle.Next(from, by)).ShouldBe("endpoint.illegal-move");
                }
            }
        }
    }

    [Fact]
    public void V10_an_endpoint_without_types_wants_all_and_one_with_types_wants_those()
    {
        Registered().Wants("settlement.issued").ShouldBeTrue();
        Registered("settlement.issued").Wants("settlement.issued").ShouldBeTrue();
        Registered("settlement.issued").Wants("sanction.imposed").ShouldBeFalse();
    }

    [Fact]
    public void N9_after_a_rotation_both_secrets_sign_for_a_day_and_then_the_new_one_alone()
    {
        var endpoint = Registered();
        endpoint.SigningGenerations(Now).ShouldBe("1");

        endpoint.RotateSecret(Now);

        endpoint.SigningGenerations(Now).ShouldBe("2 1");
        endpoint.SigningGenerations(Now.AddHours(24).AddTicks(-1)).ShouldBe("2 1");
        endpoint.SigningGenerations(Now.AddHours(24)).ShouldBe("2");
        Code(() => endpoint.RotateSecret(Now.AddHours(23))).ShouldBe("endpoint.rotating");
        endpoint.RotateSecret(Now.AddHours(24));
        endpoint.SigningGenerations(Now.AddHours(25)).ShouldBe("3 2");
    }

    [Fact]
    public void N9_an_endpoint_is_disabled_when_nothing_came_through_for_five_days_and_its_provider_can_mend_it()
    {
        var endpoint = Registered();
        endpoint.HearFailure(failingSince: null, Now, FiveDays, "500");
        endpoint.HearFailure(Now.AddDays(-5).AddSeconds(1), Now, FiveDays, "500");
        endpoint.Status.ShouldBe(Active);

        endpoint.HearFailure(Now.AddDays(-5), Now, FiveDays, "The endpoint answered 500.");

        endpoint.Status.ShouldBe(Disabled);
        endpoint.StatusReason.ShouldBe("Nothing came through since 2026-11-26 08:00:00Z: The endpoint answered 500.");
        endpoint.Wants("settlement.issued").ShouldBeFalse();
        Code(() => endpoint.RotateSecret(Now)).ShouldBe("endpoint.not-active");
        endpoint.Activate();
        endpoint.Wants("settlement.issued").ShouldBeTrue();
    }

    [Fact]
    public void N9_an_endpoint_that_is_gone_stays_gone()
    {
        var endpoint = Registered();

        endpoint.HearItIsGone("The endpoint answered 410.");
        endpoint.HearItIsGone("Once more, from a delivery that was under way.");

        (endpoint.Status, endpoint.StatusReason).ShouldBe((Gone, "The endpoint answered 410."));
        Code(endpoint.Activate).ShouldBe("endpoint.illegal-move");
    }

    private static PartnerEndpoint Registered(params string[] types) =>
        PartnerEndpoint.Register(Guid.NewGuid(), "https://sp.example/hook", types, Now);

    private static string Code(Action action) => Should.Throw<RuleViolation>(action).Code;
}
