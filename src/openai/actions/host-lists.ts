/**
 * Domains below which anybody may publish. An entry stands for itself and everything below it. The lists are for
 * telling where an action's calls go, so precision comes before completeness: a domain is here where finding it in
 * a company's action is worth a question to its builder.
 */

/** Ways from the internet to a machine behind a firewall, mostly a developer's own. */
export const TUNNELS: readonly string[] = [
  'app.github.dev',
  'bore.pub',
  'cfargotunnel.com',
  'devtunnels.ms',
  'gradio.live',
  'lhr.life',
  'lhr.rocks',
  'loca.lt',
  'localhost.run',
  'localtunnel.me',
  'loclx.io',
  'ngrok-free.app',
  'ngrok-free.dev',
  'ngrok.app',
  'ngrok.dev',
  'ngrok.io',
  'pagekite.me',
  'pinggy-free.link',
  'pinggy.io',
  'pinggy.link',
  'serveo.net',
  'serveousercontent.com',
  'share.zrok.io',
  'sharedwithexpose.com',
  'telebit.io',
  'trycloudflare.com',
  'ts.net',
  'tunnelmole.net',
  'tunnelto.dev',
]

/**
 * Hosting, and catchers of requests, that cost nothing and ask nobody who they are. The clouds where companies run
 * what is theirs are left out, though each has a free tier: azurewebsites.net, azure-api.net, run.app,
 * cloudfunctions.net, amazonaws.com, on.aws. A name there is as often a company's own API as not, and a warning at
 * each would be noise.
 */
export const FREE_HOSTING: readonly string[] = [
  '000webhostapp.com',
  'beeceptor.com',
  'cyclic.app',
  'deno.dev',
  'firebaseapp.com',
  'fly.dev',
  'github.io',
  'gitlab.io',
  'glitch.me',
  'herokuapp.com',
  'hf.space',
  'koyeb.app',
  'lovable.app',
  'm.pipedream.net',
  'netlify.app',
  'now.sh',
  'onrender.com',
  'pages.dev',
  'pythonanywhere.com',
  'railway.app',
  'repl.co',
  'replit.app',
  'replit.dev',
  'requestcatcher.com',
  'script.google.com',
  'streamlit.app',
  'supabase.co',
  'surge.sh',
  'val.run',
  'vercel.app',
  'web.app',
  'webhook.site',
  'workers.dev',
]

/** Names that resolve to the address written in them. */
export const ADDRESS_NAMES: readonly string[] = ['nip.io', 'sslip.io', 'xip.io']

/** Names of no public host, and public names that resolve to the caller's own machine. */
export const PRIVATE_NAMES: readonly string[] = [
  'corp',
  'home.arpa',
  'internal',
  'intranet',
  'lan',
  'local',
  'localhost',
  'localtest.me',
  'lvh.me',
]
