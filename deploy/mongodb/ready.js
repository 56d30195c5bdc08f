// Is MongoDB ready for Scandy? The health check of its container; mongosh runs it inside.
//
// Ready means: this node takes writes, and the application's user can sign in. Until then each run does what is
// missing, in the only order that works: initiate the replica set, wait for the primary, create the user. Every step
// may be repeated. For that it signs in as __system, the server's own user, whose password is the key file: so there
// is no administrator's password to keep, and a changed MONGODB_PASSWORD is taken over.

const fs = require("fs");

const { MONGODB_USER, MONGODB_PASSWORD, MONGODB_DB, MONGODB_TICKETS_DB, MONGODB_MEMBER } = process.env;
const SERVER = "127.0.0.1:27017";
const KEY_FILE = "/data/configdb/scandy.key";
const ALREADY_INITIALIZED = 23;
const AUTHENTICATION_FAILED = 18;

function signIn(user, password, source) {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return connect(`mongodb://${login}@${SERVER}/admin?authSource=${source}&directConnection=true`);
}

function signInAsApplication() {
  try {
    const signedIn = signIn(MONGODB_USER, MONGODB_PASSWORD, "admin"); // a plain return would let the error pass
    return signedIn;
  } catch (error) {
    if (error.code === AUTHENTICATION_FAILED) return null;
    throw error;
  }
}

function isWritable(database) {
  return database.runCommand({ hello: 1 }).isWritablePrimary;
}

function initiate(admin) {
  const members = [{ _id: 0, host: MONGODB_MEMBER }];
  try {
    admin.runCommand({ replSetInitiate: { _id: "rs0", members } });
  } catch (error) {
    if (error.code !== ALREADY_INITIALIZED) throw error;
  }
  for (let tries = 0; tries < 20 && !isWritable(admin); tries += 1) sleep(250);
}

function setUser(admin) {
  const roles = [MONGODB_DB, MONGODB_TICKETS_DB].map((name) => ({ role: "dbOwner", db: name }));
  if (admin.getUser(MONGODB_USER)) {
    admin.updateUser(MONGODB_USER, { pwd: MONGODB_PASSWORD, roles });
  } else {
    admin.createUser({ user: MONGODB_USER, pwd: MONGODB_PASSWORD, roles });
  }
}

let application = signInAsApplication();
if (application === null) {
  const admin = signIn("__system", fs.readFileSync(KEY_FILE, "utf8"), "local");
  initiate(admin);
  if (isWritable(admin)) setUser(admin);
  application = signInAsApplication();
}
quit(application !== null && isWritable(application) ? 0 : 1);
