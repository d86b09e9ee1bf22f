using System;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Vas.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V8, V9: a provider objects to a draft.</summary>
public sealed class StatementObjectionTests(VasFixture platform) : SettlementTest(platform), IClassFixture<VasFixture>
{
    [Fact]
    public async Task An_objection_holds_the_statement_up_and_what_changed_is_drafted_and_shown_again()
    {
        var month = SettlementMonth.Of(Now, Shanghai);
        var provider = await ProviderRows.AddAsync(Platform.Vas.Database);
        await provider.SubscribeAsync(1_000, month.StartsAt(Shanghai).AddDays(-1));
        await provider.ChargeAsync($"{month}", "Posted", [1_000m]);
        var cases = await ComplainAsync(provider, 5);
        await HeardAsync(
            $"select count(*) = 5 from complaint_facts where provider_id = '{provider.Id}' and upheld_period is not null"
        );
        using var anna = Platform.Vas.As(Roles.Finance, subject: "anna");
        using var boris = Platform.Vas.As(Roles.Finance, subject: "boris");
        using var partner = Platform.Vas.As(Roles.Partner, partner: provider.Id);
        await NextMonthAsync();
        await DraftAsync(anna, month);
        var id = (await StatementAsync(partner, month)).GetProperty("id").GetGuid();

        using var raised = await partner.PostAsJsonAsync(
            Path($"{Statements}/{id}/objections"),
            new { reason = "Case five was answered in time." },
            Ct
        );
        raised.StatusCode.ShouldBe(HttpStatusCode.Created);
        var objection = (await raised.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.objection-open");
        (await CodeAsync(partner, $"{Statements}/{id}/objections", new { reason = "And there is more." })).ShouldBe(
            "settlement.window-over"
        );

        await cases[4].ChangeFindingAsync(Now, isUpheld: false, version: 9);
        await HeardAsync($"select not is_upheld from complaint_facts where complaint_id = '{cases[4].Id}'");
        using var decided = await anna.PostAsJsonAsync(
            Path($"{Statements}/{id}/objections/{objection}/decision"),
            new { isAccepted = true, answer = "You are right." },
            Ct
        );
        decided.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.outdated");

        // Four are too few for a rate: 500 − 40 − 46 = 414, and the provider has its days again.
        await DraftAsync(anna, month);
        var again = await StatementAsync(partner, month);
        (again.GetProperty("id").GetGuid(), again.GetProperty("payable").GetDecimal()).ShouldBe((id, 414m));
        (await CodeAsync(boris, $"{Statements}/{id}/issue")).ShouldBe("settlement.window-open");
        Platform.MoveBusinessTime(TimeSpan.FromDays(6));
        await IssueAsync(boris, again);
    }
}
