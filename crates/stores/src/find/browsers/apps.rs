//! Programs with a browser inside (Electron, CEF, `WebView2`, WebKit) and the mail program of the Firefox family.
//! Clearing signs out of them, so no preset selects them.

use crumbwise_model::{Engine, Group};

use super::super::roots::Base::{Cache, Config, Data, Flatpak, Home, Local, Roaming, Snap, Support};
use super::KnownBrowser;

const fn app(id: &'static str, name: &'static str) -> KnownBrowser {
    KnownBrowser::new(id, name, Engine::Chromium, Group::App)
}

const fn mail(id: &'static str, name: &'static str) -> KnownBrowser {
    KnownBrowser::new(id, name, Engine::Gecko, Group::App)
}

const fn soup(id: &'static str, name: &'static str) -> KnownBrowser {
    KnownBrowser::new(id, name, Engine::Libsoup, Group::App)
}

#[rustfmt::skip] // One row a program.
pub(super) const TABLE: &[KnownBrowser] = &[
    app("slack", "Slack").linux(&[(Config, "Slack"), (Flatpak, "com.slack.Slack/config/Slack"), (Snap, "slack/current/.config/Slack")]).windows(&[(Roaming, "Slack"), (Local, "Packages/91750D7E.Slack_8she8kybcnzg4/LocalCache/Roaming/Slack")]).macos(&[(Support, "Slack")]),
    app("discord", "Discord").linux(&[(Config, "discord"), (Flatpak, "com.discordapp.Discord/config/discord"), (Snap, "discord/current/.config/discord")]).windows(&[(Roaming, "discord")]).macos(&[(Support, "discord")]),
    app("discord-ptb", "Discord PTB").linux(&[(Config, "discordptb"), (Flatpak, "com.discordapp.DiscordPTB/config/discordptb")]).windows(&[(Roaming, "discordptb")]).macos(&[(Support, "discordptb")]),
    app("discord-canary", "Discord Canary").linux(&[(Config, "discordcanary"), (Config, "discorddevelopment"), (Flatpak, "com.discordapp.DiscordCanary/config/discordcanary")]).windows(&[(Roaming, "discordcanary"), (Roaming, "discorddevelopment")]).macos(&[(Support, "discordcanary"), (Support, "discorddevelopment")]),
    app("vscode", "Visual Studio Code").linux(&[(Config, "Code"), (Flatpak, "com.visualstudio.code/config/Code")]).windows(&[(Roaming, "Code")]).macos(&[(Support, "Code")]),
    app("vscode-insiders", "Visual Studio Code Insiders").linux(&[(Config, "Code - Insiders")]).windows(&[(Roaming, "Code - Insiders")]).macos(&[(Support, "Code - Insiders")]),
    app("vscodium", "VSCodium").linux(&[(Config, "VSCodium"), (Flatpak, "com.vscodium.codium/config/VSCodium")]).windows(&[(Roaming, "VSCodium")]).macos(&[(Support, "VSCodium")]),
    app("cursor", "Cursor").linux(&[(Config, "Cursor")]).windows(&[(Roaming, "Cursor")]).macos(&[(Support, "Cursor")]),
    app("windsurf", "Windsurf").linux(&[(Config, "Windsurf")]).windows(&[(Roaming, "Windsurf")]).macos(&[(Support, "Windsurf")]),
    app("signal", "Signal").linux(&[(Config, "Signal"), (Flatpak, "org.signal.Signal/config/Signal"), (Snap, "signal-desktop/current/.config/Signal")]).windows(&[(Roaming, "Signal")]).macos(&[(Support, "Signal")]),
    app("element", "Element").linux(&[(Config, "Element"), (Flatpak, "im.riot.Riot/config/Element")]).windows(&[(Roaming, "Element")]).macos(&[(Support, "Element")]),
    app("obsidian", "Obsidian").linux(&[(Config, "obsidian"), (Flatpak, "md.obsidian.Obsidian/config/obsidian")]).windows(&[(Roaming, "obsidian")]).macos(&[(Support, "obsidian")]),
    app("notion", "Notion").linux(&[(Config, "Notion")]).windows(&[(Roaming, "Notion")]).macos(&[(Support, "Notion")]),
    app("postman", "Postman").linux(&[(Config, "Postman"), (Flatpak, "com.getpostman.Postman/config/Postman"), (Snap, "postman/current/.config/Postman")]).windows(&[(Roaming, "Postman")]).macos(&[(Support, "Postman")]),
    app("claude", "Claude").linux(&[(Config, "Claude")]).windows(&[(Roaming, "Claude")]).macos(&[(Support, "Claude")]),
    app("teams-classic", "Microsoft Teams (classic)").linux(&[(Config, "Microsoft/Microsoft Teams"), (Config, "Microsoft/Teams")]).windows(&[(Roaming, "Microsoft/Microsoft Teams"), (Roaming, "Microsoft/Teams")]).macos(&[(Support, "Microsoft/Microsoft Teams"), (Support, "Microsoft/Teams")]),
    app("teams-for-linux", "Teams for Linux").linux(&[(Config, "teams-for-linux"), (Flatpak, "com.github.IsmaelMartinez.teams_for_linux/config/teams-for-linux"), (Snap, "teams-for-linux/current/.config/teams-for-linux")]).windows(&[(Roaming, "teams-for-linux")]).macos(&[(Support, "teams-for-linux")]),
    app("teams", "Microsoft Teams").windows(&[(Local, "Packages/MSTeams_8wekyb3d8bbwe/LocalCache/Microsoft/MSTeams/EBWebView")]),
    app("outlook", "Outlook").windows(&[(Local, "Microsoft/Olk/EBWebView")]),
    app("spotify", "Spotify").linux(&[(Config, "spotify/Browser"), (Cache, "spotify/Browser"), (Flatpak, "com.spotify.Client/config/spotify/Browser"), (Flatpak, "com.spotify.Client/cache/spotify/Browser"), (Snap, "spotify/current/.config/spotify/Browser"), (Snap, "spotify/common/.cache/spotify/Browser")]).windows(&[(Local, "Spotify/Browser"), (Local, "Packages/SpotifyAB.SpotifyMusic_zpdnekdrzrea0/LocalCache/Spotify/Browser"), (Local, "Packages/SpotifyAB.SpotifyMusic_zpdnekdrzrea0/LocalState/Spotify/Browser")]).macos(&[(Support, "Spotify/Browser"), (Home, "Library/Caches/com.spotify.client/Browser")]),
    app("steam", "Steam").linux(&[(Data, "Steam/config/htmlcache"), (Home, ".steam/steam/config/htmlcache"), (Flatpak, "com.valvesoftware.Steam/.local/share/Steam/config/htmlcache"), (Flatpak, "com.valvesoftware.Steam/data/Steam/config/htmlcache"), (Snap, "steam/common/.local/share/Steam/config/htmlcache")]).windows(&[(Local, "Steam/htmlcache")]).macos(&[(Support, "Steam/config/htmlcache")]),
    app("epic-games", "Epic Games Launcher").windows(&[(Local, "EpicGamesLauncher/Saved/webcache*")]),
    mail("thunderbird", "Thunderbird").linux(&[(Home, ".thunderbird"), (Config, "thunderbird"), (Flatpak, "org.mozilla.Thunderbird/.thunderbird"), (Snap, "thunderbird/common/.thunderbird")]).windows(&[(Roaming, "Thunderbird"), (Local, "Packages/MozillaThunderbird.MZLA_h5892qc0xkpca/LocalCache/Roaming/Thunderbird")]).macos(&[(Support, "Thunderbird")]),
    soup("geary", "Geary").linux(&[(Data, "geary"), (Flatpak, "org.gnome.Geary/data/geary")]),
];
