"""Before a video call: ten seconds to look round."""
