using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

public sealed class SeeMessagesTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task P4_a_message_is_seen_by_its_customer_and_by_case_staff_and_by_nobody_else()
    {
        var account = Guid.CreateVersion7();
        var opened = Case(account);
        await platform.Neighbours.SayAsync(Contact(account, platform.NewPhone()));
        await platform.Neighbours.SayAsync(opened);
        var message = (JsonElement)await platform.MessageAsync(opened, "completed");
        var href = message.GetProperty("href").GetString()!;

        using var customer = platform.Notifications.As(Roles.Customer, account);
        using var neighbour = platform.Notifications.As(Roles.Customer, Guid.CreateVersion7());
        using var agent = platform.Notifications.As(Roles.Agent);
        using var partner = platform.Notifications.As(Roles.Partner);
        using var stranger = platform.Notifications.Anonymous();

        (await StatusOf(customer, href)).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(agent, href)).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(neighbour, href)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusOf(partner, href)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusOf(stranger, href)).ShouldBe(HttpStatusCode.Unauthorized);
        (await neighbour.GetFromJsonAsync<JsonElement[]>(Messages, Ct))!.ShouldBeEmpty();
        (await customer.GetFromJsonAsync<JsonElement[]>(Messages, Ct))!
            .Single()
            .ToString()
            .ShouldBe(message.ToString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01A1FF98-7746-74BF-B7DC-43A4FEB38397")]
    public async Task An_unknown_id_of_any_shape_is_not_found(string id)
    {
        using var agent = platform.Notifications.As(Roles.Agent);

        (await StatusOf(agent, $"{Messages}/{id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_status_that_no_message_has_is_refused()
    {
        using var agent = platform.Notifications.As(Roles.Agent);

        using var answer = await agent.GetAsync(new Uri($"{Messages}?status=asleep", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        error.GetProperty("message").GetString().ShouldBe("status: The attribute never has that value.");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string href)
    {
        using var answer = await client.GetAsync(new Uri(href, UriKind.Relative), Ct);
        return answer.StatusCode;
    }
}
